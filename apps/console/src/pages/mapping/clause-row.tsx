import { Button, Field, Input, Select, makeStyles } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import type { Gives } from '../../api/ask.ts'
import { type Finding, sentenceOf } from './findings.ts'
import type { Attribute, Clause } from './schema.ts'
import { SourceAttribute } from './source-attribute.tsx'

type Operator = Gives<'GET /usher/language'>['operators'][number]

const useStyles = makeStyles({
  clause: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 3fr) minmax(0, 4fr) auto',
    gap: '12px',
    alignItems: 'start',
    '& select': { minWidth: 0, width: '100%' },
    '& > *': { minWidth: 0 },
    '@media (max-width: 700px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  remove: { marginTop: '26px' },
})

type Props = {
  readonly number: number
  readonly clause: Clause
  readonly attributes: readonly Attribute[]
  readonly operators: readonly Operator[]
  readonly findings: readonly Finding[]
  readonly mayChange: boolean
  readonly onChange: (clause: Clause) => void
  readonly onRemove: () => void
}

/** Attribute, operator, value, with what the operator means and what the service says of the clause. */
export function ClauseRow(props: Props) {
  const styles = useStyles()
  const { number, clause, attributes, operators, findings, mayChange, onChange, onRemove } = props
  const { sourceOperandName: name, operatorName, targetOperand } = clause
  const operator = operators.find((one) => one.name === operatorName)
  const type = attributes.find((one) => one.name === name)?.type ?? 'String'
  // What else it may be is kept, since a text can hold a number; what cannot be is not offered.
  const offered = operators.filter((one) => one.name === operatorName || fits(one, type))
  const values = targetOperand?.values ?? []
  const says = findings.map(sentenceOf).join(' ')
  const state = findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning'
  const choose = (picked: string): void => {
    const isUnary = operators.find((one) => one.name === picked)?.arity === 'Unary'
    onChange({
      ...clause,
      operatorName: picked,
      targetOperand: isUnary ? { values: [] } : { values: values.length === 0 ? [''] : values },
    })
  }
  return (
    <div className={styles.clause} role="group" aria-label={`Clause ${number}`}>
      <Field label="Attribute">
        <SourceAttribute
          attributes={filterable(attributes)}
          value={name}
          onChange={(picked) => onChange({ ...clause, sourceOperandName: picked })}
        />
      </Field>
      <Field label="Operator" hint={operator?.summary ?? ''}>
        <Select value={operatorName} onChange={(_, { value }) => choose(value)}>
          {operator === undefined && <option>{operatorName}</option>}
          {offered.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </Select>
      </Field>
      <Field
        label={operator?.arity === 'Unary' ? 'No value is needed' : 'Value'}
        {...(says !== '' && { validationMessage: says, validationState: state })}
      >
        {operator?.arity === 'Unary' ? (
          <Input disabled value="" />
        ) : (
          <Input
            value={values[0] ?? ''}
            readOnly={!mayChange}
            onChange={(_, { value }) =>
              onChange({ ...clause, targetOperand: { ...targetOperand, values: [value, ...values.slice(1)] } })
            }
          />
        )}
      </Field>
      {mayChange && (
        <Button
          className={styles.remove}
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={`Remove clause ${number}`}
          title={`Remove clause ${number}`}
          onClick={onRemove}
        />
      )}
    </div>
  )
}

function fits({ types }: Operator, type: string): boolean {
  // A text may hold a whole number, which is compared as one.
  return types.includes(type) || (type === 'String' && types.includes('Integer'))
}

const never = ['appRoleAssignments', 'IsSoftDeleted', 'members', 'manager', 'userType']

/** Without those that the service refuses in a filter (SC-24). */
export function filterable(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.filter(
    ({ name, type, multivalued }) =>
      !never.includes(name) && type !== 'Reference' && type !== 'DateTime' && multivalued !== true,
  )
}
