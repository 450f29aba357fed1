// What follows from something that never changes.

/** As `make`, which is called once for each key, as long as the key lives. */
export function oncePer<Key extends WeakKey, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new WeakMap<Key, { readonly made: Made }>();
  return (key) => {
    let one = known.get(key);
    if (!one) known.set(key, (one = { made: make(key) }));
    return one.made;
  };
}
