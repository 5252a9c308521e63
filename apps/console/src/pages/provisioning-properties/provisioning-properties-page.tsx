import { Loaded } from '@usher/parts/loaded.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { useJob } from '../../parts/use-job.ts'
import { OtherSecret } from './other-secret.tsx'
import { RoleRequirement } from './role-requirement.tsx'
import { SettingsForm } from './settings-form.tsx'

/** Settings of provisioning (UI-6), each with what it means. */
export function ProvisioningPropertiesPage() {
  const { at } = useJob()
  const settings = useAsk('GET /usher/apps/{app}/settings', at)
  return (
    <Loaded query={settings}>
      {(known) => (
        <>
          <SettingsForm key={JSON.stringify(known)} settings={known} />
          <RoleRequirement />
          <OtherSecret />
        </>
      )}
    </Loaded>
  )
}
