"""What `kesu check` says of the process that reads strangers' mail: which of its limits hold on this machine."""

from __future__ import annotations

from kesu.config import Config
from kesu.readers import CAN_FORK, readers

WITHOUT = {
    "memory": "this system does not limit the memory of the process that reads mails",
    "cpu": "this system does not limit the processor time of the process that reads mails; its time-out still ends it",
    "file-size": "the process that reads mails could write files here",
    "open-files": "the process that reads mails could open any number of files here",
    "processes": "the process that reads mails could start others; run the desk as a user of its own, not as root",
    "network": "the process that reads mails has no empty network of its own here (no namespaces): Python code in it "
    "is refused connections, a break-in would not be",
}


def notes(config: Config) -> list[str]:
    """Where mails are read."""
    own = config.limits
    if not own.sandbox or not CAN_FORK:
        return []
    return [
        f"mails are read in a process of its own: at most {own.parse_memory_mb} MB, "
        f"{own.parse_cpu_seconds} s of processor time and {own.parse_wall_seconds:g} s each"
    ]


def warnings(config: Config) -> list[str]:
    """Limits that do not hold."""
    if not config.limits.sandbox:
        return ["[limits] sandbox = false: mails are read without limits on memory and time"]
    if not CAN_FORK:
        return ["this system cannot fork: mails are read in the desk itself, without limits on memory and time"]
    try:
        held = readers(config).holds()
    except OSError as fault:
        return [f"no mail can be read: {fault.strerror}"]
    return [sentence for name, sentence in WITHOUT.items() if name not in held]
