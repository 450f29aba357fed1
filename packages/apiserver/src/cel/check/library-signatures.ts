// Functions of the libraries of Kubernetes, and of those of cel-go that it has taken.
// https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries

export const librarySignatures = `
add quantity_add kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity
add quantity_add_int kubernetes.Quantity.(int) kubernetes.Quantity
allowed decision_allowed authorization.Decision.() bool
asApproximateFloat quantity_get_float kubernetes.Quantity.() double
asInteger quantity_get_int kubernetes.Quantity.() int
charAt string_char_at_int string.(int) string
check pathcheck_check authorization.PathCheck.(string) authorization.Decision
check resourcecheck_check authorization.ResourceCheck.(string) authorization.Decision
cidr string_to_cidr (string) net.CIDR
compareTo quantity_compare_to kubernetes.Quantity.(kubernetes.Quantity) int
compareTo semver_compare_to kubernetes.Semver.(kubernetes.Semver) int
containsCIDR cidr_contains_cidr_string net.CIDR.(string) bool
containsCIDR cidr_contains_cidr net.CIDR.(net.CIDR) bool
containsIP cidr_contains_ip_string net.CIDR.(string) bool
containsIP cidr_contains_ip_ip net.CIDR.(net.IP) bool
distinct list_distinct list(T).() list(T)
error decision_error authorization.Decision.() string
errored decision_errored authorization.Decision.() bool
family ip_family net.IP.() int
fieldSelector authorizer_fieldselector authorization.ResourceCheck.(string) authorization.ResourceCheck
find string_find_string string.(string) string
findAll string_find_all_string string.(string) list(string)
findAll string_find_all_string_int string.(string, int) list(string)
flatten list_flatten list(list(T)).() list(T)
flatten list_flatten_int list(dyn).(int) list(dyn)
format string_format string.(list(dyn)) string
format.byte format.byte () kubernetes.NamedFormat
format.date format.date () kubernetes.NamedFormat
format.datetime format.datetime () kubernetes.NamedFormat
format.dns1035Label format.dns1035Label () kubernetes.NamedFormat
format.dns1035LabelPrefix format.dns1035LabelPrefix () kubernetes.NamedFormat
format.dns1123Label format.dns1123Label () kubernetes.NamedFormat
format.dns1123LabelPrefix format.dns1123LabelPrefix () kubernetes.NamedFormat
format.dns1123Subdomain format.dns1123Subdomain () kubernetes.NamedFormat
format.dns1123SubdomainPrefix format.dns1123SubdomainPrefix () kubernetes.NamedFormat
format.labelValue format.labelValue () kubernetes.NamedFormat
format.named format-named (string) optional(kubernetes.NamedFormat)
format.qualifiedName format.qualifiedName () kubernetes.NamedFormat
format.uri format.uri () kubernetes.NamedFormat
format.uuid format.uuid () kubernetes.NamedFormat
getEscapedPath url_get_escaped_path kubernetes.URL.() string
getHost url_get_host kubernetes.URL.() string
getHostname url_get_hostname kubernetes.URL.() string
getPort url_get_port kubernetes.URL.() string
getQuery url_get_query kubernetes.URL.() map(string, list(string))
getScheme url_get_scheme kubernetes.URL.() string
group authorizer_group authorization.Authorizer.(string) authorization.GroupCheck
indexOf list_a_index_of_int list(A).(A) int
indexOf string_index_of_string string.(string) int
indexOf string_index_of_string_int string.(string, int) int
ip string_to_ip (string) net.IP
ip cidr_ip net.CIDR.() net.IP
ip.isCanonical ip_is_canonical (string) bool
isCIDR is_cidr (string) bool
isGlobalUnicast ip_is_global_unicast net.IP.() bool
isGreaterThan quantity_is_greater_than kubernetes.Quantity.(kubernetes.Quantity) bool
isGreaterThan semver_is_greater_than kubernetes.Semver.(kubernetes.Semver) bool
isIP is_ip (string) bool
isInteger quantity_is_integer kubernetes.Quantity.() bool
isLessThan quantity_is_less_than kubernetes.Quantity.(kubernetes.Quantity) bool
isLessThan semver_is_less_than kubernetes.Semver.(kubernetes.Semver) bool
isLinkLocalMulticast ip_is_link_local_multicast net.IP.() bool
isLinkLocalUnicast ip_is_link_local_unicast net.IP.() bool
isLoopback ip_is_loopback net.IP.() bool
isQuantity is_quantity_string (string) bool
isSemver is_semver_string (string) bool
isSemver is_semver_string_bool (string, bool) bool
isURL is_url_string (string) bool
isUnspecified ip_is_unspecified net.IP.() bool
join list_join list(string).() string
join list_join_string list(string).(string) string
jsonpatch.escapeKey string_jsonpatch_escapeKey_string (string) string
labelSelector authorizer_labelselector authorization.ResourceCheck.(string) authorization.ResourceCheck
lastIndexOf list_a_last_index_of_int list(A).(A) int
lastIndexOf string_last_index_of_string string.(string) int
lastIndexOf string_last_index_of_string_int string.(string, int) int
lists.range lists_range (int) list(int)
lowerAscii string_lower_ascii string.() string
major semver_major kubernetes.Semver.() int
masked cidr_masked net.CIDR.() net.CIDR
minor semver_minor kubernetes.Semver.() int
name resourcecheck_name authorization.ResourceCheck.(string) authorization.ResourceCheck
namespace resourcecheck_namespace authorization.ResourceCheck.(string) authorization.ResourceCheck
patch semver_patch kubernetes.Semver.() int
path authorizer_path authorization.Authorizer.(string) authorization.PathCheck
prefixLength cidr_prefix_length net.CIDR.() int
quantity string_to_quantity (string) kubernetes.Quantity
reason decision_reason authorization.Decision.() string
replace string_replace_string_string string.(string, string) string
replace string_replace_string_string_int string.(string, string, int) string
resource groupcheck_resource authorization.GroupCheck.(string) authorization.ResourceCheck
reverse list_reverse list(T).() list(T)
semver string_to_semver (string) kubernetes.Semver
semver string_bool_to_semver (string, bool) kubernetes.Semver
serviceAccount authorizer_serviceaccount authorization.Authorizer.(string, string) authorization.Authorizer
sets.contains list_sets_contains_list (list(T), list(T)) bool
sets.equivalent list_sets_equivalent_list (list(T), list(T)) bool
sets.intersects list_sets_intersects_list (list(T), list(T)) bool
sign quantity_sign (kubernetes.Quantity) int
slice list_slice list(T).(int, int) list(T)
split string_split_string string.(string) list(string)
split string_split_string_int string.(string, int) list(string)
strings.quote strings_quote (string) string
sub quantity_sub kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity
sub quantity_sub_int kubernetes.Quantity.(int) kubernetes.Quantity
subresource resourcecheck_subresource authorization.ResourceCheck.(string) authorization.ResourceCheck
substring string_substring_int string.(int) string
substring string_substring_int_int string.(int, int) string
trim string_trim string.() string
upperAscii string_upper_ascii string.() string
url string_to_url (string) kubernetes.URL
validate format-validate kubernetes.NamedFormat.(string) optional(list(string))
`;
