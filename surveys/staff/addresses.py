"""Network addresses as they are kept: enough to tell networks apart, not to find a person."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

KEPT_BITS = {4: 24, 6: 48}


def masked_address(text: str) -> str:
    """The network of an address: 203.0.113.7 becomes 203.0.113.*; empty where it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv4Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    network = ip_network((address, KEPT_BITS[address.version]), strict=False)
    if network.version == 4:
        return str(network.network_address).rpartition(".")[0] + ".*"
    return f"{network.network_address}/{network.prefixlen}"
