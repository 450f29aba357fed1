// Addresses that traffic may be sent to.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { addressBits } from './addresses.ts';

interface Special {
  readonly what: string;
  /** The bits that such an address begins with, in either family; `.` stands for any bit. */
  readonly prefixes: readonly RegExp[];
}

const special: readonly Special[] = [
  {
    what: 'may not be in the loopback range (127.0.0.0/8, ::1/128)',
    prefixes: [/^01111111[01]{24}$/, /^0{127}1$/],
  },
  {
    what: 'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    prefixes: [/^1010100111111110[01]{16}$/, /^1111111010[01]{118}$/],
  },
  {
    what: 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    prefixes: [/^111000000000000000000000[01]{8}$/, /^11111111[01]{4}0010[01]{112}$/],
  },
];

export function endpointAddressComplaints(text: string): string[] {
  const bits = addressBits(text);
  if (bits === undefined) return ['must be a valid IP address'];
  return [
    ...(bits.includes('1') ? [] : [`may not be unspecified (${text})`]),
    ...special.filter(({ prefixes }) => prefixes.some((one) => one.test(bits))).map(({ what }) => what),
  ];
}

// The limited broadcast of IPv4, and every other multicast.
const beyond = [/^1{32}$/, /^1110[01]{28}$/, /^1{8}[01]{120}$/];

/** Whether it may be the address of one machine of a network, as Go's net.IP.IsGlobalUnicast has it. */
export function isGlobalUnicast(text: string): boolean {
  const bits = addressBits(text);
  if (bits === undefined || !bits.includes('1')) return false;
  return ![...special.flatMap(({ prefixes }) => prefixes), ...beyond].some((one) => one.test(bits));
}
