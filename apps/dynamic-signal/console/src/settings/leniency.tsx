import { useState } from 'react'
import {
  Badge,
  Button,
  Radio,
  RadioGroup,
  Switch,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import type { LeniencySwitch } from '../api/types.ts'
import { Choice } from '@usher/parts/choice.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Section } from '@usher/parts/section.tsx'
import type { Draft } from './draft.ts'

const useStyles = makeStyles({
  mode: { padding: '0 20px 8px' },
  fold: { marginLeft: '-8px' },
  for: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  says: { display: 'flex', flexDirection: 'column', gap: '2px' },
  number: { color: tokens.colorNeutralForeground3 },
})

/** Strict, or what is forgiven: a mode, and single exceptions from it. */
export function Leniency({ draft }: { readonly draft: Draft }) {
  const styles = useStyles()
  const { settings, set } = draft
  return (
    <Section
      title="Mode"
      about="Identity providers do not always send what the standard says. Each switch forgives one deviation."
      isFlush
    >
      <div className={styles.mode}>
        <RadioGroup
          aria-label="Mode"
          value={settings.mode}
          onChange={(_, { value }) => set({ mode: value === 'strict' ? 'strict' : 'lenient' })}
        >
          <Radio
            value="lenient"
            label={<Choice title="Lenient" says="Accepts what Microsoft Entra ID and Okta really send." />}
          />
          <Radio
            value="strict"
            label={<Choice title="Strict" says="RFC 7643 and RFC 7644 to the letter; anything else is an error." />}
          />
        </RadioGroup>
      </div>
      {draft.change.mode === undefined ? (
        <Switches draft={draft} />
      ) : (
        <Text className={mergeClasses(styles.mode, styles.for)}>
          Save to see what this mode forgives, and to make exceptions from it.
        </Text>
      )}
    </Section>
  )
}

/** There are many, and few are ever touched: they are folded away. */
function Switches({ draft }: { readonly draft: Draft }) {
  const styles = useStyles()
  const [isOpen, setOpen] = useState(false)
  const { switches } = draft.settings
  const changed = switches.filter(({ lenient, on }) => lenient !== on).length
  return (
    <>
      <div className={styles.mode}>
        <Button
          appearance="subtle"
          className={styles.fold}
          icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {switches.length} switches, {changed === 0 ? 'all as the mode has them' : `${changed} changed`}
        </Button>
      </div>
      {isOpen && (
        <DataTable
          label="Leniency switches"
          columns={columnsOf(draft)}
          rows={switches}
          keyOf={({ name }) => name}
          minWidth="620px"
          empty={null}
        />
      )}
    </>
  )
}

function columnsOf(draft: Draft): readonly Column<LeniencySwitch>[] {
  return [
    { id: 'number', title: 'No', width: '92px', show: ({ number }) => <Number number={number} /> },
    { id: 'says', title: 'What is forgiven', wraps: true, show: (one) => <Says one={one} /> },
    {
      id: 'default',
      title: 'By the mode',
      width: '130px',
      show: ({ lenient, on }) => (
        <>
          {lenient ? 'On' : 'Off'}{' '}
          {lenient !== on && (
            <Badge appearance="tint" color="warning" size="small">
              changed
            </Badge>
          )}
        </>
      ),
    },
    {
      id: 'on',
      title: 'On',
      width: '100px',
      show: ({ name, on, lenient }) => (
        <Switch
          aria-label={name}
          checked={on}
          onChange={(_, { checked }) => draft.set({ switches: { [name]: checked === lenient ? null : checked } })}
        />
      ),
    },
  ]
}

function Number({ number }: { readonly number: string | number }) {
  const styles = useStyles()
  return <span className={styles.number}>{number}</span>
}

function Says({ one }: { readonly one: LeniencySwitch }) {
  const styles = useStyles()
  return (
    <span className={styles.says}>
      <span>{one.says}</span>
      <span className={styles.for}>{one.for}</span>
    </span>
  )
}
