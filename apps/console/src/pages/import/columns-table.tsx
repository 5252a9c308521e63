import { useState } from 'react'
import { Button, Field, Input, Select, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { type Columns, type Expressions, example, needed } from './importing.ts'

const useStyles = makeStyles({
  input: { width: '100%', '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 } },
  more: { padding: '0 20px 12px', maxWidth: '360px' },
})

type Props = {
  readonly columns: Columns
  readonly expressions: Expressions
  readonly onChange: (expressions: Expressions) => void
}

/** Which column, or what made of columns, becomes which attribute. */
export function ColumnsTable({ columns, expressions, onChange }: Props) {
  const styles = useStyles()
  const [added, add] = useState<readonly string[]>([])
  const shown = columns.attributes.filter(
    (name) => needed.includes(name) || added.includes(name) || name in expressions,
  )
  const left = columns.attributes.filter((name) => !shown.includes(name))
  const without = (attribute: string): void => {
    const { [attribute]: _, ...others } = expressions
    add((before) => before.filter((one) => one !== attribute))
    onChange(others)
  }
  const table: readonly Column<string>[] = [
    { id: 'attribute', title: 'Attribute', width: '210px', show: (name) => name },
    {
      id: 'expression',
      title: 'Column or expression',
      show: (name) => (
        <Input
          className={styles.input}
          aria-label={`${name}: column or expression`}
          value={expressions[name] ?? ''}
          placeholder={needed.includes(name) ? 'Needed' : 'Left as it is'}
          list="columns-of-the-file"
          onChange={(_, { value }) => onChange({ ...expressions, [name]: value })}
        />
      ),
    },
    {
      id: 'example',
      title: 'First value',
      width: '200px',
      isRoomy: true,
      show: (name) => example(columns, expressions[name] ?? ''),
    },
    {
      id: 'remove',
      title: '',
      width: '64px',
      show: (name) =>
        needed.includes(name) ? null : (
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={`Leave ${name} as it is`}
            onClick={() => without(name)}
          />
        ),
    },
  ]
  return (
    <>
      <datalist id="columns-of-the-file">
        {columns.columns.map((column) => (
          <option key={column} value={`[${column}]`} />
        ))}
      </datalist>
      <DataTable label="Columns" columns={table} rows={shown} keyOf={(name) => name} minWidth="560px" empty={null} />
      <Field className={styles.more}>
        <Select
          aria-label="Another attribute"
          value=""
          onChange={(_, { value }) => value !== '' && add((before) => [...before, value])}
        >
          <option value="">Add another attribute…</option>
          {left.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
    </>
  )
}
