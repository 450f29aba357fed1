// The words of which API servers, and the proxies and gateways in front of them, make their messages. A word that is not
// here may be a value that they repeat.

const words = new Set(
  `1 a about above accept acceptable accepted access account accounts admission after again agent aggregator allowed
alphanumeric already also an anchor and annotation annotations anonymous another any apache apf api apis apiserver
apiservices apiversion appear application applied apply are array as asp at attempt attention audience audiences audio
auth authenticate authenticating authentication authoritative authority authorization authorized authz available
backend backends bad bandwidth base64 be because been before beginning being between bind block blocked body bool
boolean bot bound breaker broken bundle busy but by byte bytes cached caching call calls calm can canceled cancelled
cannot captive case cause caused causes certificate certificates certificatesigningrequest certificatesigningrequests
certs challenge change changed changes character characters charset check checks chunked circuit clean client close
closed closing cloud cloudflare cloudfront cluster code collection complete condition config configmap configuration
conflict conflicts congestion connect connecting connection consist consists contact contain contains content contents
context continue control controller conversion convert converted converting cookie cookies core cors could couldn't
country create created createoptions creating creation creationtimestamp csrf css current data database datetime
deadline declared decode decoded decoding default defined delay delayed delete deleted deleteoptions deleting deletion
deletiontimestamp denied deny dependency deprecated destination detail details device dial did didn't different direct
directive disabled disconnect dns do docker document documentation does doesn't domain dots down downstream dry dryrun
due duplicate duration during e each early either element elements empty enabled encode encoding encountered end
endpoint endpoints enhance enter entity entries entry envoy eof equal equals error errors etcd etcdserver evaluating
event exactly exceed exceeded exceeding exceeds excessive exhausted exist existing exists expect expectation expected
expiration expirationseconds expired ext extended fail failed failing fails failure false fault favicon fetch few
field fieldmanager fields fieldsv1 file filter finalizer finalizers find firefox firewall float64 flow follow followed
following for forbidden form format forwarded forwarding found from front fulfilled fully g gateway gateways gave
generate generatename get gif go goaway gone google got greater group grpc had handle handled handler handlers
handling handshake happened has have head header headers health healthy healthz here hints home hop host hosting
hostname hosts html http http2 https id identity idle if ignored iis illegal image immutable implementation
implemented in inactivity incident include includes including incomplete incorrect index info ingress inline inner
input instead insufficient int int32 int64 integer interface intermediate internal into invalid io ip is issuer istio
it item items its itself javascript jetty jpeg json jsonpatchop just jwt keep key keycloak keys kind known kube
kubelet kubernetes label labels large larger later latest lb ldap leader least leave left legal length lengthy less
let like limit limited line link linkerd list literal livez loading local locked log logged login logon logout logs
long longer look looking loop lost lower lowercase made maintenance malformed managed managedfields manager managers
manually many map mapping match matches matching max maximum may media memory merge message meta metadata method
methods metrics microsoft minimum minutes misdirected mismatch missing mixed modified moment more most moved multipart
multiple must name named names namespace namespaced namespaces ndjson need needs negotiate negotiates negotiation
neither network new nginx nil no node nodes non none nor not null number oauth oauth2 object objectmeta
objectreference objects occurred octet of offline offset often oidc ok okta old older on one only oops opaque openid
openresty openshift operation operations operator options or order origin other our out outage outdated outside
overflow overload overloaded overloads owner ownerreference ownerreferences owners page pages panic parameter parse
parseint parsequantity parseuint parsing part partial parts patch patching path payload payment peer pem permanently
permission permitted ping pipe pkg plain please png pod policy pool port portal ports position possible post
precondition preconditions prefix prematurely present private privatekey problem process processing profile proper
property protobuf protocol provided provider proxies proxy put qualified quantity queue quic quota rancher range rate
ratelimit ray rbac reached read ready readyz reason reasonably reasons received recently record recovery redirect
redirected redirecting reference referenced refresh refused regex region register registered reject rejected reload
remaining remote remove removed renegotiation replace report reported request requested requests require required
requirement reserved reset resets resetting resolve resolved resource resources resourceversion responded responding
response restarting restore restrict restricted result retainkeys retried retries retrieved retry reuse reverse
revoked rfc role roles route router routes routing same saml satisfiable schema scheme scope script search second
seconds secret secretlist secrets secrettype secure security see segments selector send sent separated sequence server
service serviceaccount serviceaccounts session set setelementorder shorter should shut shutdown shutting sign signed
signer signername signin since single site sites size slice slow some something soon sorry space spdy spec specified
specify squid ssh ssl sso stale standard start started starting status still stop stopped stopping storage store
strategic strategy strconv stream streaming streams strict string stringdata strings struct structure subdomain
subject subresource such support supported suspended svg switching syn syntax system systems take target tcp teapot
teleport temporarily temporary tenant terminate terminated terminating termination test testing tests text than that
the their them then there these they this throttled time timed timeout times timestamp timing titled tls to token
tokenrequest tokenrequestspec tokenrequeststatus tokenreview tokenreviewspec tokenreviewstatus tokens tomcat too top
trace traefik traffic trailing transfer transport tries true try trying tunnel two type typed typemeta types uid uint
uint8 unable unauthorized unavailable unavoidable uncaught undefined under unencrypted unexpected unexpectedly
unhealthy unknown unmarshal unmarshaling unprocessable unreachable unrecognized unsecure unstructured unsupported
unterminated until up update updates upgrade upstream upstreams uri url urlencoded usage usages use used user users
uses using utf utf8 v1 valid validate validation validator value values valueunstructured variant varnish verb
verification verifies verify version versions via video view visit vnd waf wait waiting want warning was watch we web
webhook webhooks website welcome went were when where which while whose will with withheld within without worker would
write wrong www x509 xhtml xml yaml you your zero zone zscaler`.split(/\s+/),
);

/** Whether servers say this word by themselves. */
export function isCommonWord(word: string): boolean {
  return words.has(word.toLowerCase());
}
