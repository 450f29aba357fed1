// The words of which API servers make their messages. A word that is not here may be a value that the server repeats.

const words = new Set(
  `a about above accept accepted access account accounts admission after again alphanumeric already also an anchor and
annotation annotations another any apf api apis apiserver apiversion appear application applied apply are array as at
attempt audience audiences authentication authorization authorized available bad base64 be because been before
beginning e g being between block body bool boolean bound bundle but by byte bytes call can cannot cause certificate
certificates certificatesigningrequest certificatesigningrequests change changed changes character characters clean
client close closed cluster code collection complete condition config configmap configuration conflict conflicts
connection consist consists contact contain contains content contents context continue controller conversion convert
converted converting core could couldn't create created createoptions creating creation creationtimestamp current data
datetime deadline declared decode decoded decoding defined delete deleted deleteoptions deleting deletion
deletiontimestamp denied deny deprecated destination did didn't different directive do document does doesn't domain
dots dry dryrun due duplicate duration during each element elements either empty encode encoding end entity entries
entry eof equal equals error errors etcd etcdserver evaluating exactly exceed exceeded exceeding exceeds exist existing
exists expect expected expiration expirationseconds expired fail failed failure false few field fieldmanager fields
fieldsv1 file finalizer finalizers find float64 follow following for forbidden form format found from fulfilled fully
generate generatename get go got greater group grpc had handle handled handlers has have header host html http https id
identity if ignored illegal immutable in include includes including incomplete incorrect index inner input instead int
int32 int64 integer interface internal into invalid io is it item items its json jsonpatchop key keys kind known kube
kubernetes label labels larger latest leader least leave left length less like limit limited line list literal local
long longer look looking lost lower case lowercase made managed managedfields manager managers many map mapping match matches
matching may maximum media merge message meta metadata method minimum minutes mismatch missing modified more most
multiple must name named names namespace namespaced namespaces need needs neither new nil no node non none nor not null
number object objectmeta objectreference objects of offset old older on one only opaque operation operations operator or
order other our out outside owner ownerreference ownerreferences owners page parameter parse parseint parsequantity
parseuint parsing part parts patch patching path pem permission permitted pkg please pod policy position possible
precondition preconditions prefix present private privatekey process proper property protobuf provided proxy qualified
quantity quota range reached read reason received record reference referenced refused regex register registered reject
rejected remove removed replace request requested requests require required requirement reserved resource resources
resourceversion response restore result retainkeys retry rfc role roles same schema scheme scope second seconds secret
secretlist secrets secrettype segments selector send sent separated server service serviceaccount serviceaccounts set
setelementorder shorter should shut signer signername since single size slice some spec specified specify ssh
standard start status still storage strategic strategy strconv strict string stringdata strings struct structure
subdomain subresource such supported syntax system systems take terminated terminating test testing tests than that the
their them then there these they this time timed timeout times timestamp titled tls to token tokenrequest tokenrequestspec
tokenrequeststatus tokenreview tokenreviewspec tokenreviewstatus tokens too top trailing transport true try trying two
type typed typemeta types uid uint uint8 unable unauthorized unavailable unavoidable under undefined unexpected
unknown unmarshal unmarshaling unrecognized unstructured unsupported until unterminated up update updates url usage
usages use used user users uses using utf utf8 v1 valid validate validation validator value values valueunstructured
verb version versions via vnd was watch webhook webhooks were when where which while whose will with within without
would wrong yaml you your zero`.split(/\s+/),
);

/** Whether API servers say this word by themselves. */
export function isCommonWord(word: string): boolean {
  return words.has(word.toLowerCase());
}
