// Skips words, numbers and escapes byte by byte. Each function returns the position behind, or 0 for giving up.

/** Skips an escape, from the letter behind the backslash. */
export function escape(at: usize, end: usize): usize {
  if (at >= end) return 0;
  switch (load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75:
      if (at + 5 > end) return 0;
      for (let digit = at + 1; digit < at + 5; digit += 1) {
        const byte: u32 = load<u8>(digit);
        const letter = byte | 0x20;
        if (!(byte >= 0x30 && byte <= 0x39) && !(letter >= 0x61 && letter <= 0x66)) return 0;
      }
      return at + 5;
    default:
      return 0;
  }
}

/** Skips a word or a number that begins with `first`. */
export function scalar(first: u32, at: usize, end: usize): usize {
  // The bytes behind the end are arbitrary, so a match must also end before it.
  if (first == 0x74) return load<u32>(at) == 0x65757274 && at + 4 <= end ? at + 4 : 0;
  if (first == 0x6e) return load<u32>(at) == 0x6c6c756e && at + 4 <= end ? at + 4 : 0;
  if (first == 0x66) return load<u32>(at + 1) == 0x65736c61 && at + 5 <= end ? at + 5 : 0;
  return number(at, end);
}

function number(at: usize, end: usize): usize {
  if (load<u8>(at) == 0x2d) at += 1;
  if (at < end && load<u8>(at) == 0x30) at += 1;
  else at = digits(at, end);
  if (at != 0 && at < end && load<u8>(at) == 0x2e) at = digits(at + 1, end);
  if (at != 0 && at < end && (load<u8>(at) | 0x20) == 0x65) {
    at += 1;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at += 1;
    at = digits(at, end);
  }
  return at;
}

function digits(at: usize, end: usize): usize {
  const begin = at;
  while (at < end && <u32>(load<u8>(at) - 0x30) <= 9) at += 1;
  return at == begin ? 0 : at;
}
