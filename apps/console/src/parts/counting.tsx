import { Spinner } from '@fluentui/react-components'
import { plural } from './numbers.ts'

/** `read`: how many objects of the directory were looked at so far. */
export function Counting({ read }: { readonly read: number }) {
  const sofar = read === 0 ? '' : `: ${plural(read, 'object')} looked at`
  return <Spinner size="small" label={`Counting what it would do${sofar} …`} labelPosition="after" />
}
