"""Which network addresses may be fetched from: public ones only."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_INTERNAL = tuple(
    ip_network(block)
    for block in (
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's host agent, on a public number
        "64:ff9b:1::/48",  # NAT64 within one network (RFC 8215)
        "2001::/32",  # Teredo, which packs two more addresses
        "fec0::/10",  # site-local
    )
)
"""Not for public hosts, yet not, or not in every Python release, marked as such by `ipaddress`."""

_NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet.

    Of an IPv6 address that packs an IPv4 address (mapped, RFC 4291; 6to4, RFC 3056; NAT64, RFC 6052) the packed one
    counts, since a gateway on the way unpacks it.
    """
    address = _unpacked(ip_address(text))
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not any(address in block for block in _INTERNAL)


def _unpacked(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
