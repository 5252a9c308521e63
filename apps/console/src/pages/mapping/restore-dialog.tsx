import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { plural } from '../../parts/numbers.ts'
import { differences } from './differences.ts'
import type { PartProps } from './editing.tsx'
import type { Schema } from './schema.ts'

type Props = Pick<PartProps, 'app' | 'job' | 'draft' | 'onPreview'> & { readonly onClose: () => void }

/** *Restore default mappings*: all of them, and the scoping filters. Nothing is saved before it has been previewed. */
export function RestoreDialog({ app, job, draft, onPreview, onClose }: Props) {
  const template = useAsk('GET /usher/apps/{app}/schema/default', { path: { app }, query: { job } })
  const schema = template.data as Schema | undefined
  const count = schema === undefined ? 0 : differences(draft.schema, schema).length
  return (
    <Ask
      title="Restore default mappings?"
      verb="Restore and preview"
      isDangerous
      isReady={count > 0}
      isPending={false}
      error={null}
      onYes={() => {
        if (schema === undefined) return
        draft.change(schema)
        onClose()
        onPreview()
      }}
      onClose={onClose}
    >
      <Loaded query={template}>
        {() => (
          <Text>
            {count === 0
              ? 'Mappings and scoping filters are those of the gallery already.'
              : `${plural(count, 'difference')} to the gallery would go: all mappings, attribute lists and scoping filters become as they came. You see what that would do to accounts before it is saved.`}
          </Text>
        )}
      </Loaded>
    </Ask>
  )
}
