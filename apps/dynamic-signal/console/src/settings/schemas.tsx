import { useState } from 'react'
import { Button, Field, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import type { Json, Settings } from '../api/types.ts'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'

const useStyles = makeStyles({
  text: {
    '& textarea': {
      minHeight: '220px',
      maxHeight: '60vh',
      fontFamily: tokens.fontFamilyMonospace,
      fontSize: tokens.fontSizeBase200,
    },
  },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
})

const example = [
  {
    id: 'urn:example:params:scim:schemas:extension:badge:2.0:User',
    name: 'Badge',
    description: 'The door badge of a person',
    attributes: [
      {
        name: 'badgeNumber',
        type: 'string',
        multiValued: false,
        required: false,
        caseExact: true,
        mutability: 'readWrite',
        returned: 'default',
        uniqueness: 'none',
      },
    ],
  },
]

/** Extension schemas as SCIM writes them. The service checks them, and its sentence says what is wrong. */
export function Schemas({ saved }: { readonly saved: Settings }) {
  const styles = useStyles()
  const client = useQueryClient()
  const [typed, setTyped] = useState<string | null>(null)
  const [notJson, setNotJson] = useState<Error | null>(null)
  const text = typed ?? printed(saved.schemas)
  const save = useAction<readonly Json[], Settings>({
    run: (schemas) => request('PATCH', '/settings', { schemas }),
    done: 'The schemas are saved.',
    refresh: ['user'],
    failures: 'shown',
    onDone: (after) => {
      client.setQueryData(['settings'], after)
      setTyped(null)
    },
  })
  const submit = (): void => {
    setNotJson(null)
    try {
      save.mutate(JSON.parse(text.trim() === '' ? '[]' : text) as readonly Json[])
    } catch (error) {
      save.reset()
      setNotJson(new Error(`This is not JSON: ${error instanceof Error ? error.message : ''}`))
    }
  }
  return (
    <Section
      title="Custom schemas"
      about="Extensions of User with attributes of your own, as a JSON array of SCIM schemas (RFC 7643, section 7)."
    >
      <Field label="Schemas">
        <Textarea
          className={styles.text}
          resize="vertical"
          spellCheck={false}
          value={text}
          onChange={(_, { value }) => setTyped(value)}
        />
      </Field>
      <Failed error={notJson ?? save.error} />
      <div className={styles.actions}>
        <ActionButton
          appearance="primary"

          onClick={submit}
          isPending={save.isPending}
          isReady={typed !== null}
        >
          Save schemas
        </ActionButton>
        <Button
          disabledFocusable={typed === null || save.isPending}
          onClick={() => {
            setTyped(null)
            setNotJson(null)
            save.reset()
          }}
        >
          Discard
        </Button>
        {saved.schemas.length === 0 && typed === null && (
          <Button appearance="subtle" onClick={() => setTyped(printed(example))}>
            Insert an example
          </Button>
        )}
      </div>
    </Section>
  )
}

function printed(schemas: readonly Json[]): string {
  return schemas.length === 0 ? '' : JSON.stringify(schemas, null, 2)
}
