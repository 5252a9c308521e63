import { Button, Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { fileOf } from './download.ts'

type Props = {
  /** Where the files are: `/usher/log/download`. */
  readonly root: string
  readonly files: readonly { readonly name: string; readonly text: string }[]
  readonly question: Readonly<Record<string, unknown>>
}

/** LG-31: everything that the filters leave, not only what is shown. */
export function DownloadMenu({ root, files, question }: Props) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />}>Download</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {files.map(({ name, text }) => (
            <MenuItemLink key={name} href={fileOf(`${root}/${name}`, question)} download={name}>
              {text}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
