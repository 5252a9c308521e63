import { DoorFilled, DoorRegular } from '@fluentui/react-icons/svg/door'
import { InfoFilled, InfoRegular } from '@fluentui/react-icons/svg/info'
import { AlertFilled, AlertRegular } from '@fluentui/react-icons/svg/alert'
import { AppsListFilled, AppsListRegular } from '@fluentui/react-icons/svg/apps-list'
import { BuildingFilled, BuildingRegular } from '@fluentui/react-icons/svg/building'
import { CertificateFilled, CertificateRegular } from '@fluentui/react-icons/svg/certificate'
import { ClockFilled, ClockRegular } from '@fluentui/react-icons/svg/clock'
import { MailFilled, MailRegular } from '@fluentui/react-icons/svg/mail'
import { PersonKeyFilled, PersonKeyRegular } from '@fluentui/react-icons/svg/person-key'
import { PlugConnectedFilled, PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { type Place, page } from '../place.ts'

/** The pages of Settings. */
export const settingsPlaces: readonly Place[] = [
  {
    path: 'administrators',
    needs: 'microsoft.directory/roleManagement/standard/read',
    page: page(() => import('../pages/settings/administrators-page.tsx')),
    menu: { text: 'Administrators and roles', icon: <PersonKeyRegular />, chosen: <PersonKeyFilled /> },
  },
  {
    path: 'app-registrations',
    needs: 'microsoft.directory/applications/standard/read',
    page: page(() => import('../pages/settings/app-registrations-page.tsx')),
    menu: { text: 'App registrations', icon: <AppsListRegular />, chosen: <AppsListFilled /> },
  },
  {
    path: 'app-registrations/:registration',
    needs: 'microsoft.directory/applications/standard/read',
    page: page(() => import('../pages/settings/app-registration-page.tsx')),
  },
  {
    path: 'sign-in',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('../pages/settings/sign-in-page.tsx')),
    menu: { text: 'Sign-in', icon: <DoorRegular />, chosen: <DoorFilled /> },
  },
  {
    path: 'email',
    needs: 'usher/notifications/read',
    page: page(() => import('../pages/settings/email-page.tsx')),
    menu: { text: 'E-mail', icon: <MailRegular />, chosen: <MailFilled /> },
  },
  {
    path: 'webhooks',
    needs: 'usher/notifications/read',
    page: page(() => import('../pages/settings/webhooks-page.tsx')),
    menu: { text: 'Webhooks', icon: <PlugConnectedRegular />, chosen: <PlugConnectedFilled /> },
  },
  {
    path: 'deliveries',
    needs: 'usher/notifications/read',
    page: page(() => import('../pages/settings/deliveries-page.tsx')),
    menu: { text: 'Deliveries', icon: <AlertRegular />, chosen: <AlertFilled /> },
  },
  {
    path: 'retention',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('../pages/settings/retention-page.tsx')),
    menu: { text: 'Directory and retention', icon: <ClockRegular />, chosen: <ClockFilled /> },
  },
  {
    path: 'keys',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('../pages/settings/keys-page.tsx')),
    menu: { text: 'Certificate and keys', icon: <CertificateRegular />, chosen: <CertificateFilled /> },
  },
  {
    path: 'directories',
    needs: 'usher/tenants/manage',
    page: page(() => import('../pages/settings/directories-page.tsx')),
    menu: { text: 'Directories', icon: <BuildingRegular />, chosen: <BuildingFilled /> },
  },
  {
    path: 'about',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('../pages/settings/about-page.tsx')),
    menu: { text: 'About', icon: <InfoRegular />, chosen: <InfoFilled /> },
  },
  {
    path: 'about/licences',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('../pages/settings/licences-page.tsx')),
  },
]
