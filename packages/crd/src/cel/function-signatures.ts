// The functions that rules may call: those of the language, and the libraries that a Kubernetes API server adds.
// https://kubernetes.io/docs/reference/using-api/cel/

/**
 * As `receiver.name(arguments): result`. A name with a slash stands in a namespace: `sets/contains` is called as
 * `sets.contains(…)`. A and B are parameters, O is each type that has an order.
 */
export const functionSignatures: readonly string[] = `
!_(bool): bool
-_(int): int
-_(double): double
+(int, int): int
+(uint, uint): uint
+(double, double): double
+(string, string): string
+(bytes, bytes): bytes
+(list<A>, list<A>): list<A>
+(timestamp, duration): timestamp
+(duration, timestamp): timestamp
+(duration, duration): duration
-(int, int): int
-(uint, uint): uint
-(double, double): double
-(timestamp, timestamp): duration
-(timestamp, duration): timestamp
-(duration, duration): duration
*(int, int): int
*(uint, uint): uint
*(double, double): double
/(int, int): int
/(uint, uint): uint
/(double, double): double
%(int, int): int
%(uint, uint): uint
in(A, list<A>): bool
in(A, map<A, B>): bool
size(string): int
size(bytes): int
size(list<A>): int
size(map<A, B>): int
string.size(): int
bytes.size(): int
list<A>.size(): int
map<A, B>.size(): int
type(A): type
dyn(A): dyn
bool(bool): bool
bool(string): bool
bytes(bytes): bytes
bytes(string): bytes
double(double): double
double(int): double
double(uint): double
double(string): double
int(int): int
int(uint): int
int(double): int
int(string): int
int(timestamp): int
int(duration): int
uint(uint): uint
uint(int): uint
uint(double): uint
uint(string): uint
string(string): string
string(bool): string
string(int): string
string(uint): string
string(double): string
string(bytes): string
string(timestamp): string
string(duration): string
duration(duration): duration
duration(string): duration
timestamp(timestamp): timestamp
timestamp(string): timestamp
timestamp(int): timestamp
matches(string, string): bool
string.matches(string): bool
string.contains(string): bool
string.startsWith(string): bool
string.endsWith(string): bool
timestamp.getFullYear(): int
timestamp.getFullYear(string): int
timestamp.getMonth(): int
timestamp.getMonth(string): int
timestamp.getDate(): int
timestamp.getDate(string): int
timestamp.getDayOfMonth(): int
timestamp.getDayOfMonth(string): int
timestamp.getDayOfWeek(): int
timestamp.getDayOfWeek(string): int
timestamp.getDayOfYear(): int
timestamp.getDayOfYear(string): int
timestamp.getHours(): int
timestamp.getHours(string): int
timestamp.getMinutes(): int
timestamp.getMinutes(string): int
timestamp.getSeconds(): int
timestamp.getSeconds(string): int
timestamp.getMilliseconds(): int
timestamp.getMilliseconds(string): int
duration.getHours(): int
duration.getMinutes(): int
duration.getSeconds(): int
duration.getMilliseconds(): int
string.charAt(int): string
string.indexOf(string): int
string.indexOf(string, int): int
string.lastIndexOf(string): int
string.lastIndexOf(string, int): int
string.lowerAscii(): string
string.upperAscii(): string
string.replace(string, string): string
string.replace(string, string, int): string
string.split(string): list<string>
string.split(string, int): list<string>
string.substring(int): string
string.substring(int, int): string
string.trim(): string
string.format(list<dyn>): string
strings/quote(string): string
list<string>.join(): string
list<string>.join(string): string
optional/of(A): optional<A>
optional/ofNonZeroValue(A): optional<A>
optional/none(): optional<A>
optional<A>.hasValue(): bool
optional<A>.value(): A
optional<A>.or(optional<A>): optional<A>
optional<A>.orValue(A): A
optional/unwrap(list<optional<A>>): list<A>
list<optional<A>>.unwrapOpt(): list<A>
list<A>.first(): optional<A>
list<A>.last(): optional<A>
list<O>.isSorted(): bool
list<int>.sum(): int
list<uint>.sum(): uint
list<double>.sum(): double
list<duration>.sum(): duration
list<O>.min(): O
list<O>.max(): O
list<A>.indexOf(A): int
list<A>.lastIndexOf(A): int
list<A>.slice(int, int): list<A>
list<A>.sort(): list<A>
list<A>.distinct(): list<A>
list<A>.reverse(): list<A>
lists/range(int): list<int>
string.find(string): string
string.findAll(string): list<string>
string.findAll(string, int): list<string>
url(string): URL
isURL(string): bool
URL.getScheme(): string
URL.getHost(): string
URL.getHostname(): string
URL.getPort(): string
URL.getEscapedPath(): string
URL.getQuery(): map<string, list<string>>
isIP(string): bool
ip(string): IP
ip/isCanonical(string): bool
IP.family(): int
IP.isUnspecified(): bool
IP.isLoopback(): bool
IP.isLinkLocalMulticast(): bool
IP.isLinkLocalUnicast(): bool
IP.isGlobalUnicast(): bool
string(IP): string
isCIDR(string): bool
cidr(string): CIDR
CIDR.containsIP(string): bool
CIDR.containsIP(IP): bool
CIDR.containsCIDR(string): bool
CIDR.containsCIDR(CIDR): bool
CIDR.ip(): IP
CIDR.masked(): CIDR
CIDR.prefixLength(): int
string(CIDR): string
quantity(string): Quantity
isQuantity(string): bool
Quantity.sign(): int
Quantity.isInteger(): bool
Quantity.asInteger(): int
Quantity.asApproximateFloat(): double
Quantity.add(Quantity): Quantity
Quantity.add(int): Quantity
Quantity.sub(Quantity): Quantity
Quantity.sub(int): Quantity
Quantity.isLessThan(Quantity): bool
Quantity.isGreaterThan(Quantity): bool
Quantity.compareTo(Quantity): int
semver(string): Semver
semver(string, bool): Semver
isSemver(string): bool
isSemver(string, bool): bool
Semver.major(): int
Semver.minor(): int
Semver.patch(): int
Semver.isLessThan(Semver): bool
Semver.isGreaterThan(Semver): bool
Semver.compareTo(Semver): int
sets/contains(list<A>, list<A>): bool
sets/equivalent(list<A>, list<A>): bool
sets/intersects(list<A>, list<A>): bool
format/named(string): optional<Format>
format/dns1123Label(): Format
format/dns1123Subdomain(): Format
format/dns1035Label(): Format
format/qualifiedName(): Format
format/dns1123LabelPrefix(): Format
format/dns1123SubdomainPrefix(): Format
format/dns1035LabelPrefix(): Format
format/labelValue(): Format
format/uri(): Format
format/uuid(): Format
format/byte(): Format
format/date(): Format
format/datetime(): Format
Format.validate(string): optional<list<string>>
`
  .trim()
  .split('\n');

/** Libraries of the language that some servers have. What is called in them, the server judges. */
export const unjudgedNamespaces: ReadonlySet<string> = new Set([
  'math',
  'base64',
  'regex',
  'proto',
  'authorizer',
]);

/** Names of types as values, as in `type(self) == string`. */
export const typeNames: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'dyn',
  'int',
  'list',
  'map',
  'null_type',
  'string',
  'type',
  'uint',
  'optional_type',
  'google.protobuf.Duration',
  'google.protobuf.Timestamp',
  'kubernetes.NamedFormat',
  'kubernetes.Quantity',
  'kubernetes.Semver',
  'kubernetes.URL',
  'net.CIDR',
  'net.IP',
]);
