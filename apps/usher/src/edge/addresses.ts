import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
/** An address or a network, as `--egress-allow` names them. */
export type Network = readonly [Address, number]

/** Where an address leads. `never`: nowhere that an application could be, whatever is allowed. */
export type Place = { readonly kind: 'public' | 'private' | 'loopback' | 'never'; readonly is: string }

/** Addresses that answer with the secrets of the machine they are asked from, and look like any other. */
const metadata: Readonly<Record<string, string>> = {
  '100.100.100.200': 'the metadata address of Alibaba Cloud',
  '168.63.129.16': 'the platform address of Azure',
  '192.0.0.192': 'the metadata address of Oracle Cloud',
  'fd00:ec2::254': 'the metadata address of AWS',
}

const places: Readonly<Record<string, Place>> = {
  unicast: { kind: 'public', is: 'a public address' },
  loopback: { kind: 'loopback', is: 'an address of this machine' },
  private: { kind: 'private', is: 'a private address' },
  uniqueLocal: { kind: 'private', is: 'a private address' },
  carrierGradeNat: { kind: 'private', is: 'an address shared behind a carrier' },
  deprecatedSiteLocal: { kind: 'private', is: 'a private address' },
  benchmarking: { kind: 'private', is: 'an address for benchmarks' },
  linkLocal: { kind: 'never', is: 'a link-local address' },
  unspecified: { kind: 'never', is: 'no address of anybody' },
  broadcast: { kind: 'never', is: 'an address of many' },
  multicast: { kind: 'never', is: 'an address of many' },
}

const other: Place = { kind: 'never', is: 'a reserved address' }

/** What kind of place an address is; one that carries another within is what that one is. */
export function placeOf(text: string): Place {
  const address = ipaddr.parse(text)
  const known = metadata[address.toString()]
  if (known !== undefined) return { kind: 'never', is: known }
  // RFC 8215: a translator of the network Usher stands in, with a form of its own.
  if (isWithin(text, [[ipaddr.parse('64:ff9b:1::'), 48]])) return { kind: 'private', is: 'a private address' }
  // RFC 4291 §2.5.5.1: a form that nobody uses any more, and that every check forgets.
  if (address instanceof ipaddr.IPv6 && isCompatible(address))
    return { kind: 'never', is: 'an IPv4 address in an old form' }
  const within = embedded(address)
  if (within !== null) return placeOf(within.toString())
  return places[address.range()] ?? other
}

/** `::a.b.c.d`; not `::` and `::1`, which are said for themselves. */
function isCompatible(address: ipaddr.IPv6): boolean {
  const { parts } = address
  return parts.slice(0, 6).every((part) => part === 0) && (parts[6] ?? 0) > 0
}

/** Whether an address, or the one it carries within, belongs to one of these networks. */
export function isWithin(text: string, networks: readonly Network[]): boolean {
  const address = ipaddr.parse(text)
  const forms = [address, embedded(address)].filter((one) => one !== null)
  return networks.some(([network, bits]) =>
    forms.some((one) => one.kind() === network.kind() && one.match(network, bits)),
  )
}

/** `10.0.0.0/8`, or one address; null for anything else. */
export function readNetwork(text: string): Network | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!isAddress(text)) return null
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Whether a service that listens there can be reached from this machine only. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || (isAddress(host) && placeOf(host).kind === 'loopback')
}

/** By what those who ask are told apart: an address, or the network of 64 bits that IPv6 gives to everybody. */
export function whoseAddress(text: string): string {
  if (!isAddress(text)) return text
  const address = ipaddr.process(text)
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${new ipaddr.IPv6([...address.toByteArray().slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`
}

/** Whole addresses only: `10` and `0x7f.1` are read by the rules of web addresses before they come here. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}

/**
 * The IPv4 address that an IPv6 address carries: mapped (RFC 4291), translated (RFC 6145, 6052), 6to4 (RFC 3056), Teredo (RFC 4380).
 *
 * What it leads to is that address, through a relay that may stand anywhere.
 */
function embedded(address: Address): ipaddr.IPv4 | null {
  if (!(address instanceof ipaddr.IPv6)) return null
  const bytes = address.toByteArray()
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
    case 'rfc6052':
      return new ipaddr.IPv4(bytes.slice(12))
    case '6to4':
      return new ipaddr.IPv4(bytes.slice(2, 6))
    case 'teredo':
      return new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff))
    case 'unicast':
    case 'unspecified':
    case 'multicast':
    case 'linkLocal':
    case 'loopback':
    case 'reserved':
    case 'benchmarking':
    case 'amt':
    case 'uniqueLocal':
    case 'as112v6':
    case 'orchid2':
    case 'droneRemoteIdProtocolEntityTags':
      return null
  }
  return null
}
