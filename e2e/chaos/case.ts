// A case of chaos.

import type { CaseSettings } from './outcome.ts';
import type { Stage } from './stage.ts';

export interface ChaosCase extends CaseSettings {
  /** Does what is wrong; what follows is judged. */
  readonly play: (stage: Stage) => Promise<void>;
}
