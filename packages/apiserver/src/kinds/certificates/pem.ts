// Blocks of PEM, as Go reads them: what is none is passed over.
// https://pkg.go.dev/encoding/pem

export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
}

const [begin, end, dashes] = ['-----BEGIN ', '-----END ', '-----'];

export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let type: string | undefined;
  let lines: string[] = [];
  for (const line of text.split('\n').map((each) => each.trimEnd())) {
    const opened = labelOf(line, begin);
    if (opened !== undefined) [type, lines] = [opened, []];
    else if (type !== undefined && labelOf(line, end) === type) {
      const block = blockOf(type, lines);
      if (block) blocks.push(block);
      type = undefined;
    } else lines.push(line);
  }
  return blocks;
}

function labelOf(line: string, opening: string): string | undefined {
  if (!line.startsWith(opening) || !line.endsWith(dashes)) return undefined;
  return line.slice(opening.length, -dashes.length);
}

function blockOf(type: string, lines: readonly string[]): PemBlock | undefined {
  const headers = lines.findIndex((line) => !line.includes(':'));
  const text = lines.slice(Math.max(headers, 0)).join('');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return { type, hasHeaders: headers > 0, bytes: Buffer.from(text, 'base64') };
}
