import {
  Button,
  Menu,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { ColumnTripleRegular } from '@fluentui/react-icons/svg/column-triple'
import { type Chosen, columns } from './columns.tsx'

const useStyles = makeStyles({ list: { maxHeight: '60vh', overflowY: 'auto' } })

type Props = { readonly shown: readonly Chosen[]; readonly onChoose: (ids: readonly string[]) => void }

/** Which columns the list has. */
export function ColumnChoice({ shown, onChoose }: Props) {
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
