import { Framed } from '../../parts/framed.tsx'

/** What concerns the whole directory, and the service. */
export function SettingsFrame() {
  return <Framed name="Settings" root="/settings" />
}
