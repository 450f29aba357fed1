import type { Session } from './session.ts';

/** After a while: plugins of the real server know of other objects by watches. */
export async function settled(session: Session): Promise<void> {
  await session.get(session.at('configmaps'), { watch: 1, timeoutSeconds: 1 }, { quiet: true });
}
