// What differs between any two clusters and any two moments, taken out of what kubectl prints.

type Rule = readonly [pattern: RegExp, replacement: string];

const rules: readonly Rule[] = [
  [/https:\/\/127\.0\.0\.1:\d+/g, 'https://SERVER'],
  [/127\.0\.0\.1:\d+/g, 'SERVER'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME'],
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME'],
  [/(resourceVersion"?: *)"\d+"/g, '$1"VERSION"'],
  [/\b10\.0\.0\.\d{1,3}\b/g, 'ADDRESS'],
  [/\b3[0-2]\d{3}\b/g, 'PORT'],
  [/\bey[\w-]+\.[\w-]+\.[\w-]*/g, 'TOKEN'],
  [/(Resource Version: +)\d+/g, '$1VERSION'],
  // The server's own address and port, where it tells them of itself.
  [/\d+(\.\d+){3}:2\d{4}\b/g, 'ENDPOINT'],
  [/(?<=IPv4 +)2\d{4} +[\d.]+/g, 'ENDPOINT'],
  // A log's head, as `E0102 03:04:05.678901   12345 file.go:1]`.
  [/^[EWI]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /gm, ''],
  // What the client's own reflector says or not when its time is up, by chance.
  [/^reflector\.go:\d+\] .*\n/gm, ''],
  [/\/tmp\/[\w./-]+/g, 'FILE'],
  // Ages, alone in their columns: 0s, 12s, 3m4s, 210d.
  [/(?<=[ (])(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?=[ )\n])(?<=[dhms])/g, 'AGE'],
  // A column is as wide as its widest cell, which may be an age or an address.
  [/(?<=\S) {2,}/g, '  '],
  [/ +$/gm, ''],
];

export function normalText(text: string): string {
  return rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
