// Finalizers that hold what is in use: admission puts them on, and a controller takes them off.

export const claimProtection = 'kubernetes.io/pvc-protection';
export const volumeProtection = 'kubernetes.io/pv-protection';
export const attributesProtection = 'kubernetes.io/vac-protection';
