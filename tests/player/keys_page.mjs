// Writes the map of keys as a page, from the same table that answers presses. Words come in as JSON.

import { ACTIONS, bindingsOf, PROFILES } from "../../annotator/player/frontend/key_profiles.js";
import { capsByAction } from "../../annotator/player/frontend/key_rows.js";
import { printed } from "../../annotator/player/frontend/keys.js";
import { translator } from "../../annotator/player/frontend/strings.js";

const GROUPS = ["film", "mark", "edit", "several", "look"];

/** @param {Record<string, string>} words the desk's, in English */
export function keysPage(words) {
  const t = translator(words);
  const cell = (caps) => caps.map((cap) => `\`${printed(cap, t).replaceAll("`", "backtick").replaceAll("|", "\\|")}\``).join(" ");
  const maps = PROFILES.map((profile) => new Map(GROUPS.flatMap((g) => capsByAction(g, bindingsOf({ profile })))));
  const row = (id) => {
    const own = maps[0].get(id) ?? [];
    const cells = maps.slice(1).map((map) => ((map.get(id) ?? []).join() === own.join() ? "" : cell(map.get(id) ?? []) || "none"));
    return `| ${t(`action.${id}`)} | ${cell(own)} | ${cells.join(" | ")} |`;
  };
  const table = (g) => [
    `## ${t(`keys.${g}`)}`, "", `| | ${PROFILES.map((p) => t(`keys.profile.${p}`)).join(" | ")} |`, `|---|${"---|".repeat(PROFILES.length)}`,
    ...ACTIONS.filter((b) => b.group === g && b.id !== "none").map((b) => row(b.id)), "",
  ];
  const pads = bindingsOf().filter((b) => b.pad).map((b) => `| ${b.cap} | ${t(`action.${b.id}`)} |`);
  const is = (name) => t("differ.is_right", { name });
  const deciding = [
    ["1", is("the first")], ["2", is("the second")], ["3", t("differ.both")], ["4", t("differ.unclear")], ["N", t("differ.note")],
    ["Enter", t("differ.on")], [";", t("differ.again")], ["Backspace", t("differ.take_back")], ["PgDn", t("action.next")], ["PgUp", t("action.previous")],
  ];
  return [
    "# Keys of the desk", "",
    "Made by `make keys` from the table that the desk answers presses with; do not change it by hand.", "",
    "Letters and digits are the codes of the scheme, as printed on the keyboard. Shift and a digit choose a person. All other keys go by their",
    "place on the keyboard, named here as on an English one; the desk's own map (`?`) names them as on yours, where the browser tells. An empty",
    "cell means: as in Attune. Each coder chooses a profile and may change single keys on the desk; both are kept with the account.", "",
    ...GROUPS.flatMap(table),
    "## Where two codings differ", "",
    "The film has its keys; these decide.", "", "| | |", "|---|---|", ...deciding.map(([key, does]) => `| \`${key}\` | ${does} |`), "",
    "## Gamepads and pedals", "",
    "A gamepad's buttons are keys, numbered as in the browser's standard layout; they can be changed like all others. A foot pedal that sends keys",
    "is a keyboard: give it F13 to F24, or the key of a code.", "", "| Button | |", "|---|---|", ...pads, "",
  ].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  const words = JSON.parse(await new Response(process.stdin).text());
  process.stdout.write(keysPage(words));
}
