"""A team's server with its database in PostgreSQL, as it is run and as it is begun again."""

import time
from pathlib import Path

from tests.postgres_server import Server
from tests.web.test_team_server import accept, invite, running, sign_in


def test_a_team_works_on_postgresql_through_a_kill_of_its_server_and_a_restart_of_ours(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    with Server() as server:
        with running(folder, "--database", server.new()) as team:
            accept(team, invite(team, "Ben", "coder"))
            with team.visitor() as ben:
                assert sign_in(ben, "Ben").status_code == 303
                assert server.kill() > 5
                server.start()
                until = time.monotonic() + 10
                while ben.get("/api/v1/me").status_code != 200:
                    assert time.monotonic() < until
                    time.sleep(0.1)
                assert ben.get("/api/v1/me").json()["account"]["name"] == "Ben"
        with running(folder, until_it_says="Attune is ready") as team, team.visitor() as ben:
            assert sign_in(ben, "Ben").status_code == 303
    assert not (folder / "attune.db").exists()
