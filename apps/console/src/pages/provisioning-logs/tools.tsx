import {
  Button,
  Menu,
  MenuItemCheckbox,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { ColumnTripleRegular } from '@fluentui/react-icons/svg/column-triple'
import { type Chosen, columns } from './columns.tsx'
import { type Question, fileOf } from './question.ts'

const useStyles = makeStyles({ list: { maxHeight: '60vh', overflowY: 'auto' } })

const files = [
  { name: 'ProvisioningLogs.zip', text: 'CSV: three files, joined by the change ID (zip)' },
  { name: 'ProvisioningLogs.csv', text: 'CSV: lines' },
  { name: 'ProvisioningLogs_ProvisioningSteps.csv', text: 'CSV: steps' },
  { name: 'ProvisioningLogs_ModifiedProperties.csv', text: 'CSV: modified properties' },
  { name: 'ProvisioningLogs.json', text: 'JSON' },
]

/** LG-31: everything that the filters leave, not only what is shown. */
export function Download({ question }: { readonly question: Question }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />}>Download</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {files.map(({ name, text }) => (
            <MenuItemLink key={name} href={fileOf(name, question)} download={name}>
              {text}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

type Props = { readonly shown: readonly Chosen[]; readonly onChoose: (ids: readonly string[]) => void }

export function Columns({ shown, onChoose }: Props) {
  const styles = useStyles()
  return (
    <Menu
      checkedValues={{ columns: shown.map(({ id }) => id) }}
      onCheckedValueChange={(_, { checkedItems }) => onChoose(checkedItems)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ColumnTripleRegular />}>Columns</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={styles.list}>
          {columns.map(({ id, title }) => (
            <MenuItemCheckbox key={id} name="columns" value={id}>
              {title}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
