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
  Select,
  Spinner,
  Switch,
  makeStyles,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAddress } from '@usher/parts/use-address.ts'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import { useSettled } from '@usher/parts/use-settled.ts'
import { ask } from '../../api/ask.ts'
import type { PartProps } from './editing.tsx'
import { FindingList } from './finding-list.tsx'
import { type Field as At, type Finding, fieldOf, findingsAt, sentenceOf } from './findings.ts'
import { type AttributeMapping, attributesIn, withObjectMapping } from './schema.ts'
import { asKind, editedOf, kinds, sourceOf, type Kind } from './source-kind.ts'
import { SourceAttribute } from './source-attribute.tsx'

const ExpressionBuilder = lazy(async () => ({
  default: (await import('./expression/expression-builder.tsx')).ExpressionBuilder,
}))

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '16px', '> *': { flexShrink: 0 } },
})

const flows: readonly { readonly value: string; readonly text: string }[] = [
  { value: 'Always', text: 'Always' },
  { value: 'ObjectAddOnly', text: 'Only during object creation' },
  { value: 'AttributeAddOnly', text: 'Only while the target has no value' },
  { value: 'ValueAddOnly', text: 'Add and replace values, never remove them' },
  { value: 'MultiValueAddOnly', text: 'Add values to an attribute with several' },
]
const policies: readonly { readonly value: string; readonly text: string }[] = [
  { value: 'keep', text: 'The target keeps what it has (as in Entra)' },
  { value: 'clear', text: 'The value is removed at the target' },
  { value: 'default', text: 'The default value is written' },
]

const fresh: AttributeMapping = {
  targetAttributeName: '',
  source: { expression: '[displayName]' },
  matchingPriority: 0,
  flowType: 'Always',
  flowBehavior: 'FlowWhenChanged',
}

type Props = PartProps & {
  /** The target attribute of the mapping; empty for a new one. */
  readonly target: string
  readonly onClose: () => void
}

/** *Edit attribute* (UI-8). OK takes it into what is not saved yet. */
export function EditMapping(props: Props) {
  const styles = useStyles()
  useFocusReturn()
  const { app, job, draft, placed, mayChange, target, change, onClose } = props
  const { mapping, rule, at } = placed
  const [query, address] = useAddress()
  const list = mapping.attributeMappings
  const place = list.findIndex((one) => one.targetAttributeName === target)
  const [begun] = useState<AttributeMapping>(list[place] ?? fresh)
  const [one, put] = useState(begun)
  const [edited, edit] = useState(editedOf(one.source))
  const now: AttributeMapping = { ...one, source: sourceOf(edited) }
  const index = place < 0 ? list.length : place
  const after = place < 0 ? [...list, now] : list.with(place, now)
  const isComplete = one.targetAttributeName !== '' && (edited.kind === 'none' || edited.text.trim() !== '')
  const heard = useSaid(props, { ...mapping, attributeMappings: after }, `${at}/attributeMappings/${index}`)
  // A field that is still empty says so by itself.
  const findings = isComplete ? heard : []
  const said = (field: At) => saying(findings.filter((found) => fieldOf(found) === field))
  const targets = attributesIn(draft.schema, rule.targetDirectoryName, mapping.targetObjectName)
  const sources = attributesIn(draft.schema, rule.sourceDirectoryName, mapping.sourceObjectName)
  const isFree = (name: string): boolean => name === target || list.every((its) => its.targetAttributeName !== name)
  const isTouched = JSON.stringify(edited) !== JSON.stringify(editedOf(begun.source)) || one !== begun
  const hasDefault = edited.kind !== 'constant'
  return (
    <Drawer
      open
      position="end"
      size={edited.kind === 'expression' ? 'large' : 'medium'}
      // What somebody has changed is not lost by a slip of the hand.
      onOpenChange={(_, { open }) => !open && !isTouched && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          {target === '' ? 'Add new mapping' : 'Edit attribute'}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <FindingList findings={findings.filter((found) => isShownApart(found, edited.kind))} />
        <Field label="Mapping type">
          <Select value={edited.kind} onChange={(_, { value }) => edit(asKind(edited, value as Kind))}>
            {kinds.map(({ kind, text }) => (
              <option key={kind} value={kind}>
                {text}
              </option>
            ))}
          </Select>
        </Field>
        {edited.kind === 'direct' && (
          <Field label="Source attribute" required {...said('source')}>
            <SourceAttribute
              attributes={sources}
              value={edited.text}
              onChange={(text) => edit({ kind: 'direct', text })}
            />
          </Field>
        )}
        {edited.kind === 'constant' && (
          <Field label="Constant value" required {...said('source')}>
            <Input value={edited.text} onChange={(_, { value }) => edit({ kind: 'constant', text: value })} />
          </Field>
        )}
        {edited.kind === 'expression' && (
          <Suspense fallback={<Spinner label="Loading the expression builder" />}>
            <ExpressionBuilder
              app={app}
              job={job}
              object={mapping.sourceObjectName === 'Group' ? 'Group' : 'User'}
              attributes={sources}
              text={edited.text}
              onChange={(text) => edit({ kind: 'expression', text })}
              who={query.get('who') ?? ''}
              onWho={(who) => address({ who })}
            />
          </Suspense>
        )}
        {hasDefault && (
          <Field
            label="Default value if null (optional)"
            hint={
              edited.kind === 'none'
                ? 'Written where the target has no value.'
                : 'Written only when an account is created.'
            }
            {...said('default')}
          >
            <Input
              value={one.defaultValue ?? ''}
              onChange={(_, { value }) => put({ ...one, defaultValue: value === '' ? null : value })}
            />
          </Field>
        )}
        <Field label="Target attribute" required {...said('target')}>
          <Select
            value={one.targetAttributeName}
            onChange={(_, { value }) => put({ ...one, targetAttributeName: value })}
          >
            {one.targetAttributeName === '' && <option value="">Choose …</option>}
            {names(targets, one.targetAttributeName)
              .filter(isFree)
              .map((name) => (
                <option key={name}>{name}</option>
              ))}
          </Select>
        </Field>
        <Field {...said('matching')}>
          <Switch
            label="Match objects using this attribute"
            checked={one.matchingPriority > 0}
            onChange={(_, { checked }) => put({ ...one, matchingPriority: checked ? nextPrecedence(list) : 0 })}
          />
        </Field>
        {one.matchingPriority > 0 && (
          <Field label="Matching precedence" hint="The lowest is tried first.">
            <Input
              type="number"
              min={1}
              value={String(one.matchingPriority)}
              onChange={(_, { value }) =>
                put({ ...one, matchingPriority: Math.max(1, Math.trunc(Number(value)) || 1) })
              }
            />
          </Field>
        )}
        <Field label="Apply this mapping" {...said('applies')}>
          <Select value={one.flowType} onChange={(_, { value }) => put({ ...one, flowType: value })}>
            {flows.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Select>
        </Field>
        {edited.kind !== 'none' && edited.kind !== 'constant' && (
          <Field label="When the source has no value" hint="Usher’s own: Entra always keeps it.">
            <Select value={one.usher?.nullPolicy ?? 'keep'} onChange={(_, { value }) => put(withPolicy(one, value))}>
              {policies.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </DrawerBody>
      <DrawerFooter>
        {mayChange && (
          <Button
            appearance="primary"
            disabled={!isComplete}
            onClick={() => {
              change({ ...mapping, attributeMappings: after })
              onClose()
            }}
          >
            OK
          </Button>
        )}
        <Button onClick={onClose}>{mayChange ? 'Cancel' : 'Close'}</Button>
      </DrawerFooter>
    </Drawer>
  )
}

/** What the service says of the mapping as it stands in the panel. */
function useSaid(
  { app, job, draft, placed }: Props,
  mapping: PartProps['placed']['mapping'],
  at: string,
): readonly Finding[] {
  const settled = useSettled(JSON.stringify(withObjectMapping(draft.schema, placed, mapping)))
  const checked = useQuery({
    queryKey: ['POST /usher/apps/{app}/schema/check', app, job, settled],
    queryFn: () =>
      ask('POST /usher/apps/{app}/schema/check', {
        path: { app },
        query: { job },
        body: JSON.parse(settled) as Record<string, unknown>,
      }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  })
  return findingsAt(checked.data?.findings ?? [], at)
}

/** What belongs to no field; and of an expression what is wrong with it as a whole, since the builder shows the rest. */
function isShownApart(finding: Finding, kind: Kind): boolean {
  const field = fieldOf(finding)
  return (
    field === 'whole' || (field === 'source' && (kind === 'expression' || kind === 'none') && !('place' in finding))
  )
}

function saying(findings: readonly Finding[]) {
  const [first] = findings
  if (first === undefined) return {}
  const validationState = findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning'
  return { validationState, validationMessage: findings.map(sentenceOf).join(' ') } as const
}

function names(targets: readonly { readonly name: string }[], own: string): readonly string[] {
  const known = targets.map(({ name }) => name)
  return own === '' || known.includes(own) ? known : [own, ...known]
}

function nextPrecedence(list: readonly AttributeMapping[]): number {
  return Math.max(0, ...list.map(({ matchingPriority }) => matchingPriority)) + 1
}

/** As Entra has it where nothing else was chosen. */
function withPolicy(one: AttributeMapping, nullPolicy: string): AttributeMapping {
  const { usher, ...rest } = one
  const { nullPolicy: _, ...others } = usher ?? {}
  const kept = nullPolicy === 'keep' ? others : { ...others, nullPolicy }
  return Object.keys(kept).length === 0 ? rest : { ...rest, usher: kept }
}
