// Names of images, of which only some have a tag.
// https://github.com/distribution/reference/blob/v0.6.0/normalize.go

const domain =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagged = /^\w[\w.-]*$/;
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const longestPath = 255;
const longestTag = 128;

/** Whether it is the latest image: by its tag, or having neither a tag nor a digest. What names no image is not. */
export function isLatest(image: string): boolean {
  if (/^[a-f0-9]{64}$/.test(image)) return false;
  const [host, rest] = parts(image);
  const [named, hash] = cut(rest, '@');
  const [path, tag] = cut(named, ':');
  if (!domain.test(host)) return false;
  if (path.length > longestPath || !path.split('/').every((one) => component.test(one))) return false;
  if (tag !== undefined && (tag.length > longestTag || !tagged.test(tag))) return false;
  if (hash !== undefined && !digest.test(hash)) return false;
  return tag === undefined ? hash === undefined : tag === 'latest';
}

// What stands before the first slash is a host if it looks like one.
function parts(image: string): readonly [host: string, rest: string] {
  const slash = image.indexOf('/');
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const [host, rest] = isHost ? [first, image.slice(slash + 1)] : ['docker.io', image];
  return host === 'docker.io' && !rest.includes('/') ? [host, `library/${rest}`] : [host, rest];
}

/** What stands before the first such mark, and after it; undefined where there is none. */
function cut(text: string, mark: string): readonly [before: string, after: string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
