// How volumes and claims may be mounted.

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';

const supported = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** Nothing where there are none. */
export function accessModeFaults(modes: Field): FieldFault[] {
  const texts = modes.items.map(({ text }) => text);
  const isExclusive = texts.includes('ReadWriteOncePod');
  const hasOthers = texts.some((mode) => mode !== 'ReadWriteOncePod' && supported.includes(mode));
  return [
    ...texts.flatMap((mode) => choiceFaults(new Field(mode, modes.path), supported)),
    ...(isExclusive && hasOthers
      ? [modes.forbidden('may not use ReadWriteOncePod with other access modes')]
      : []),
  ];
}

export function volumeModeFaults(mode: Field): FieldFault[] {
  return mode.isSet ? choiceFaults(mode, ['Block', 'Filesystem']) : [];
}
