import { Radio, RadioGroup } from '@fluentui/react-components'
import { Choice } from '@usher/parts/choice.tsx'
import { Section } from '@usher/parts/section.tsx'
import type { Draft } from './draft.ts'

const policies = [
  {
    value: 'archive',
    title: 'Archive (recommended)',
    says: 'Answers 204. The account is deactivated and its ID answers 404 by SCIM; its user name is free again. Everything is kept: restore or delete it permanently under Users, Archived.',
  },
  {
    value: 'refuse',
    title: 'Refuse',
    says: 'Answers 405 and changes nothing. Microsoft Entra ID logs MethodNotAllowed and tries again for weeks: switch the Delete action off in its mapping.',
  },
  {
    value: 'deactivate',
    title: 'Deactivate',
    says: 'Answers 204 and sets active to false, but the user can still be read by its ID. Clients that check for a 404 afterwards report an error.',
  },
] as const

/** What happens when an identity provider sends DELETE for a user: nothing is ever deleted for good by SCIM. */
export function DeletePolicy({ draft }: { readonly draft: Draft }) {
  return (
    <Section
      title="Deleting"
      about="What a DELETE of an identity provider does to a user. For good, users are deleted in this console only."
    >
      <RadioGroup
        aria-label="Deleting"
        value={draft.settings.deletePolicy}
        onChange={(_, { value }) =>
          draft.set({ deletePolicy: policies.find((policy) => policy.value === value)?.value ?? 'archive' })
        }
      >
        {policies.map(({ value, title, says }) => (
          <Radio key={value} value={value} label={<Choice title={title} says={says} />} />
        ))}
      </RadioGroup>
    </Section>
  )
}
