import { Suspense, lazy, useState } from 'react'
import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import type { PartProps } from './editing.tsx'
import { FindingList } from './finding-list.tsx'
import { findingsAt } from './findings.ts'
import type { Attribute, Condition } from './schema.ts'

const ExpressionBuilder = lazy(async () => ({
  default: (await import('./expression/expression-builder.tsx')).ExpressionBuilder,
}))

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '16px', '> *': { flexShrink: 0 } },
  list: { display: 'flex', flexDirection: 'column', gap: '8px', '&[hidden]': { display: 'none' } },
  one: { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center' },
  words: { flex: '1 1 280px', minWidth: 0 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
})

type Props = PartProps & { readonly attributes: readonly Attribute[] }

/** Conditions in the expression language, which must hold beside the filters. Entra has nothing like it. */
export function Conditions(props: Props) {
  const styles = useStyles()
  const [opened, open] = useState<number | null>(null)
  const { placed, findings, mayChange, change } = props
  const { mapping, at } = placed
  const list = mapping.usher?.scopingExpressions ?? []
  const put = (scopingExpressions: readonly Condition[]): void =>
    change({ ...mapping, usher: { ...mapping.usher, scopingExpressions } })
  return (
    <Section
      title="Scoping expressions"
      about="Must hold beside the filters, and see what filters cannot: dates, groups, several values, the manager. Usher’s own; Entra has none."
      actions={
        mayChange && (
          <Button icon={<AddRegular />} onClick={() => open(list.length)}>
            Add expression
          </Button>
        )
      }
    >
      <div className={styles.list} hidden={list.length === 0}>
        {list.map((one, n) => (
          <div key={n} className={styles.one}>
            <div className={styles.words}>
              <Text weight="semibold" block>
                {one.name}
              </Text>
              <code className={styles.code}>{one.expression}</code>
            </div>
            <Button onClick={() => open(n)}>{mayChange ? 'Edit' : 'Show'}</Button>
            {mayChange && (
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`Remove ${one.name}`}
                onClick={() => put(list.toSpliced(n, 1))}
              />
            )}
          </div>
        ))}
        <FindingList findings={findingsAt(findings, `${at}/usher`)} />
      </div>
      {opened !== null && (
        <EditCondition
          {...props}
          condition={list[opened] ?? { name: '', expression: '' }}
          onOk={(one) => {
            put(opened < list.length ? list.with(opened, one) : [...list, one])
            open(null)
          }}
          onClose={() => open(null)}
        />
      )}
    </Section>
  )
}

type EditProps = Props & {
  readonly condition: Condition
  readonly onOk: (condition: Condition) => void
  readonly onClose: () => void
}

const computed: readonly Attribute[] = [{ name: 'memberOf', type: 'String', multivalued: true }]

function EditCondition({ app, job, placed, attributes, mayChange, condition, onOk, onClose }: EditProps) {
  const styles = useStyles()
  useFocusReturn()
  const [query, address] = useAddress()
  const [one, put] = useState(condition)
  return (
    <Drawer open position="end" size="large" onOpenChange={(_, { open }) => !open && one === condition && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          Scoping expression
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <Field label="Name" required>
          <Input value={one.name} readOnly={!mayChange} onChange={(_, { value }) => put({ ...one, name: value })} />
        </Field>
        <Suspense fallback={<Spinner label="Loading the expression builder" />}>
          <ExpressionBuilder
            app={app}
            job={job}
            object={placed.mapping.sourceObjectName === 'Group' ? 'Group' : 'User'}
            attributes={[...attributes, ...computed]}
            isScope
            text={one.expression}
            onChange={(expression) => put({ ...one, expression })}
            who={query.get('who') ?? ''}
            onWho={(who) => address({ who })}
          />
        </Suspense>
      </DrawerBody>
      <DrawerFooter>
        {mayChange && (
          <Button
            appearance="primary"
            disabled={one.name.trim() === '' || one.expression.trim() === ''}
            onClick={() => onOk(one)}
          >
            OK
          </Button>
        )}
        <Button onClick={onClose}>{mayChange ? 'Cancel' : 'Close'}</Button>
      </DrawerFooter>
    </Drawer>
  )
}
