"""Whether the disk is encrypted: never said of one that is not."""

from pathlib import Path

import pytest

from annotator.store.disk import (
    Disk,
    _source,
    disk_of,
    drive_of,
    told_by_bitlocker,
    told_by_btrfs,
    told_by_devices,
    told_by_filevault,
    told_by_manage_bde,
)

LUKS = "CRYPT-LUKS2-0b6f3b1e1f5a4b6f9d9f6c2f5c4b7a11-luks-0b6f3b1e"
LVM = "LVM-Qc2nXh9vV1yq0VrXbLZ3tC5m0Tn3kq1Zh3wq"


class Devices:
    """A table of devices as Linux shows it below /sys: folders, links from numbers, links to what lies below."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "dev" / "block").mkdir(parents=True)

    def add(self, name: str, number: str, *below: str, uuid: str = "", part_of: str = "") -> None:
        place = self.root / "devices" / part_of / name
        (place / "slaves").mkdir(parents=True)
        if part_of:
            (place / "slaves").rmdir()
        for each in below:
            (place / "slaves" / each).symlink_to(next(self.root.glob(f"devices/**/{each}")))
        if uuid:
            (place / "dm").mkdir()
            (place / "dm" / "uuid").write_text(f"{uuid}\n")
        (self.root / "dev" / "block" / number).symlink_to(place)

    def told(self, number: str) -> Disk:
        return told_by_devices(number, self.root / "dev" / "block")


@pytest.fixture
def devices(tmp_path: Path) -> Devices:
    made = Devices(tmp_path)
    made.add("sda", "8:0")
    made.add("sda1", "8:1", part_of="sda")
    made.add("sdb", "8:16")
    made.add("dm-0", "253:0", "sda1", uuid=LUKS)
    return made


def test_a_disk_or_a_part_of_one_is_open(devices: Devices) -> None:
    assert (devices.told("8:0"), devices.told("8:1")) == (Disk.OPEN, Disk.OPEN)


def test_what_lies_on_dm_crypt_is_encrypted_also_through_lvm(devices: Devices) -> None:
    devices.add("dm-1", "253:1", "dm-0", uuid=LVM)
    assert (devices.told("253:0"), devices.told("253:1")) == (Disk.ENCRYPTED, Disk.ENCRYPTED)


@pytest.mark.parametrize("kind", ["VERITY", "INTEGRITY"])
def test_what_only_proves_what_it_holds_is_open(devices: Devices, kind: str) -> None:
    devices.add("dm-3", "253:3", "sdb", uuid=f"CRYPT-{kind}-0b6f3b1e-vault")
    assert devices.told("253:3") is Disk.OPEN


def test_every_device_of_a_btrfs_counts(devices: Devices, tmp_path: Path) -> None:
    devices.add("dm-1", "253:1", "sdb", uuid=LUKS)
    for pool, members in {"a": ("dm-0", "dm-1"), "b": ("dm-0", "sdb")}.items():
        (tmp_path / pool / pool / "devices").mkdir(parents=True)
        for each in members:
            (tmp_path / pool / pool / "devices" / each).symlink_to(tmp_path / "devices" / each)
    assert told_by_btrfs("dm-0", tmp_path / "a") is Disk.ENCRYPTED
    assert told_by_btrfs("dm-0", tmp_path / "b") is Disk.OPEN
    assert told_by_btrfs("sda", tmp_path / "a") is Disk.UNKNOWN


def test_lvm_alone_is_open(devices: Devices) -> None:
    devices.add("dm-1", "253:1", "sda1", uuid=LVM)
    assert devices.told("253:1") is Disk.OPEN


def test_one_open_disk_of_several_makes_it_open(devices: Devices) -> None:
    devices.add("md0", "9:0", "dm-0", "sdb")
    assert devices.told("9:0") is Disk.OPEN


def test_a_raid_below_an_open_part_of_it_is_looked_through(devices: Devices) -> None:
    devices.add("md0", "9:0", "dm-0")
    devices.add("md0p1", "259:0", part_of="md0")
    assert devices.told("259:0") is Disk.ENCRYPTED


@pytest.mark.parametrize("name", ["loop0", "zd0", "dm-7"])
def test_what_lies_who_knows_where_is_not_known(devices: Devices, name: str) -> None:
    devices.add(name, "7:0")
    assert devices.told("7:0") is Disk.UNKNOWN
    devices.add("md0", "9:0", "dm-0", name)
    assert devices.told("9:0") is Disk.UNKNOWN


def test_no_such_device_and_a_ring_of_them_are_not_known(devices: Devices, tmp_path: Path) -> None:
    assert devices.told("1:1") is Disk.UNKNOWN
    devices.add("dm-5", "253:5", uuid=LVM)
    (tmp_path / "devices" / "dm-5" / "slaves" / "dm-5").symlink_to(tmp_path / "devices" / "dm-5")
    assert devices.told("253:5") is Disk.UNKNOWN


def test_the_mount_that_holds_a_place_is_the_innermost() -> None:
    """Two lines as proc(5) describes them."""
    mounts = (
        "36 35 0:38 / / rw,noatime master:1 - btrfs /dev/mapper/root rw,errors=continue\n"
        "37 36 0:39 / /srv/my\\040films rw - btrfs /dev/sdb rw\n"
    )
    assert _source(Path("/srv/my films/data"), mounts) == "/dev/sdb"
    assert _source(Path("/srv/other"), mounts) == "/dev/mapper/root"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("FileVault is On.\n", Disk.ENCRYPTED),
        ("FileVault is On.\nFileVault master keychain appears to be installed.\n", Disk.ENCRYPTED),
        ("FileVault is Off.\n", Disk.OPEN),
        ("FileVault is Off.\nFileVault master keychain appears to be installed.\n", Disk.OPEN),
        ("FileVault is Off.\nDeferred enablement appears to be active for user 'ana'.\n", Disk.OPEN),
        ("FileVault is Off, but will be enabled after the next restart.\n", Disk.OPEN),
        ("FileVault is Off, but needs to be restarted to finish.\n", Disk.OPEN),
        ("FileVault is Off.\nDecryption in progress: Percent completed = 35.00\n", Disk.OPEN),
        ("FileVault is On.\nEncryption in progress: Percent completed = 12.34\n", Disk.UNKNOWN),
        ("FileVault is On.\nEncryption in progress: Pending\n", Disk.UNKNOWN),
        ("FileVault is On.\nDecryption in progress: Percent completed = 10\n", Disk.UNKNOWN),
        ("FileVault is On, but needs to be restarted to finish.\n", Disk.UNKNOWN),
        ("Encryption in progress: Percent completed = 50.0\n", Disk.UNKNOWN),
        ("FileVault is Offline.\n", Disk.UNKNOWN),
        ("Error: FileVault is On.\n", Disk.UNKNOWN),
        ("", Disk.UNKNOWN),
    ],
)
def test_filevault_is_believed_only_when_it_is_done(answer: str, told: Disk) -> None:
    """Answers of ``fdesetup status`` as its manual and those who run it on many computers write them down."""
    assert told_by_filevault(answer) is told


@pytest.mark.parametrize("answer", ["", "0", "3", "4", "5", "6", "7", "8", "11", "on"])
def test_bitlocker_on_its_way_suspended_or_silent_is_not_known(answer: str) -> None:
    assert told_by_bitlocker(f"{answer}\r\n") is Disk.UNKNOWN
    assert told_by_bitlocker("1\r\n") is Disk.ENCRYPTED


def manage_bde(conversion: str, share: str, protection: str) -> str:
    """What ``manage-bde -status C:`` of Windows 10 and 11 writes, with the lines that tell."""
    return (
        "BitLocker Drive Encryption: Configuration Tool version 10.0.22621\r\n"
        "Copyright (C) 2013 Microsoft Corporation. All rights reserved.\r\n\r\n"
        "Volume C: [Windows]\r\n[OS Volume]\r\n\r\n"
        "    Size:                 69,13 GB\r\n"
        "    BitLocker Version:    2.0\r\n"
        f"    Conversion Status:    {conversion}\r\n"
        f"    Percentage Encrypted: {share}\r\n"
        "    Encryption Method:    XTS-AES 128\r\n"
        f"    Protection Status:    {protection}\r\n"
        "    Lock Status:          Unlocked\r\n"
        "    Identification Field: Unknown\r\n"
        "    Key Protectors:\r\n        TPM\r\n        Numerical Password\r\n"
    )


@pytest.mark.parametrize(
    ("conversion", "share", "protection", "told"),
    [
        ("Fully Encrypted", "100.0%", "Protection On", Disk.ENCRYPTED),
        ("Used Space Only Encrypted", "100,0%", "Protection On", Disk.ENCRYPTED),
        ("Fully Decrypted", "0.0%", "Protection Off", Disk.OPEN),
        pytest.param("Fully Encrypted", "100.0%", "Protection Off", Disk.OPEN, id="suspended: its key is in the clear"),
        pytest.param("Encryption in Progress", "99.0%", "Protection Off", Disk.OPEN, id="as some computers are sold"),
        ("Encryption in Progress", "42.0%", "Protection On", Disk.UNKNOWN),
        ("Decryption in Progress", "42.0%", "Protection On", Disk.UNKNOWN),
        ("Fully Encrypted", "99.9%", "Protection On", Disk.UNKNOWN),
        ("Unknown", "Unknown%", "Unknown", Disk.UNKNOWN),
        ("Vollständig verschlüsselt", "100,0%", "Der Schutz ist aktiviert.", Disk.UNKNOWN),
    ],
)  # fmt: skip
def test_manage_bde_is_believed_only_when_it_is_done(
    conversion: str, share: str, protection: str, told: Disk
) -> None:
    assert told_by_manage_bde(manage_bde(conversion, share, protection)) is told


def test_of_several_drives_or_none_manage_bde_tells_nothing() -> None:
    whole = manage_bde("Fully Encrypted", "100.0%", "Protection On")
    assert told_by_manage_bde(whole + "Volume D: [Data]\r\n[Data Volume]\r\n") is Disk.UNKNOWN
    assert (
        told_by_manage_bde("ERROR: An attempt to access a required resource was denied.\r\n") is Disk.UNKNOWN
    )
    assert told_by_manage_bde("") is Disk.UNKNOWN


@pytest.mark.parametrize(
    ("place", "drive"),
    [
        (r"C:\Users\Ana\attune", "C:"),
        (r"\\?\d:\attune", "d:"),
        (r"\\nas\films", ""),
        (r"\\?\UNC\nas\films", ""),
        (r"\\nas\it's'); Remove-Item x; ('", ""),
        ("relative", ""),
    ],
)
def test_only_a_drive_is_asked_about_by_its_name(place: str, drive: str) -> None:
    """What a share is called never comes into a command."""
    assert drive_of(place) == drive


def test_of_this_computer_it_says_no_more_than_its_own_table_of_devices(tmp_path: Path) -> None:
    """Encrypted only when some device of this computer is on dm-crypt at all; of memory it is not known."""
    crypted = [
        path for path in Path("/sys/block").glob("dm-*/dm/uuid") if path.read_text().startswith("CRYPT-")
    ]
    assert disk_of(tmp_path) in (
        [Disk.ENCRYPTED, Disk.OPEN, Disk.UNKNOWN] if crypted else [Disk.OPEN, Disk.UNKNOWN]
    )
    assert disk_of(Path("/dev/shm")) is disk_of(tmp_path / "gone" / "gone") is Disk.UNKNOWN
