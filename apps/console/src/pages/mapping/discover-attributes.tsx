import { useState } from 'react'
import { Checkbox, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'
import { type Described, type News, newIn, withNews } from './discovered.ts'
import type { PartProps } from './editing.tsx'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '320px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
})

type Props = Pick<PartProps, 'app' | 'job' | 'draft'> & { readonly directory: string; readonly onClose: () => void }

/** What the application says in /Schemas that it has. What is chosen of it goes into the draft; nothing is saved. */
export function DiscoverAttributes({ app, job, draft, directory, onClose }: Props) {
  const styles = useStyles()
  const [keys, choose] = useState<readonly string[]>([])
  const told = useQuery({
    queryKey: ['discover attributes', app, job, directory],
    queryFn: () => described({ app, job, directory }),
    gcTime: 0,
    retry: false,
  })
  const news = told.data === undefined ? [] : newIn(draft.schema, told.data)
  const chosen = news.filter((one) => keys.includes(keyOf(one)))
  const turn = (key: string): void => choose(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key])
  return (
    <Ask
      title="Discover attributes"
      verb={chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'attribute')}`}
      isReady={chosen.length > 0}
      isPending={false}
      error={null}
      onYes={() => {
        draft.change(withNews(draft.schema, directory, chosen))
        onClose()
      }}
      onClose={onClose}
    >
      <Loaded query={told}>
        {() =>
          news.length === 0 ? (
            <Text>The application describes no attribute that is not in the list.</Text>
          ) : (
            <>
              <Text>
                The application describes {plural(news.length, 'attribute')} that the list lacks. Those that you add can
                be mapped; nothing flows to them before they are, and nothing is saved yet.
              </Text>
              <div className={styles.list} role="group" aria-label="New attributes">
                {news.map((one) => (
                  <Checkbox
                    key={keyOf(one)}
                    checked={keys.includes(keyOf(one))}
                    label={wordsOf(one)}
                    onChange={() => turn(keyOf(one))}
                  />
                ))}
              </div>
            </>
          )
        }
      </Loaded>
    </Ask>
  )
}

const keyOf = ({ object, attribute }: News): string => `${object} ${attribute.name}`

/** `User: shoeSize (Integer, read only)`. */
function wordsOf({ object, attribute: { name, type, multivalued, required, mutability } }: News): string {
  const more = [
    type,
    ...(multivalued === true ? ['multi-value'] : []),
    ...(required === true ? ['required'] : []),
    ...(mutability === 'ReadOnly' ? ['read only'] : []),
  ]
  return `${object}: ${name} (${more.join(', ')})`
}

/** The Graph knows a job by its id. */
async function described({ app, job, directory }: { app: string; job: string; directory: string }): Promise<Described> {
  const { jobs } = await ask('GET /usher/apps/{app}/jobs', { path: { app } })
  const id = jobs.find((one) => one.job.name === job)?.job.id ?? ''
  const path = { id: app, job: id, directory }
  const told = await ask(
    'POST /v1.0/servicePrincipals/{id}/synchronization/jobs/{job}/schema/directories/{directory}/discover',
    { path },
  )
  return told as Described
}
