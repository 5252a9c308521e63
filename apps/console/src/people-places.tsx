import { AppsFilled, AppsRegular } from '@fluentui/react-icons/svg/apps'
import { OptionsFilled, OptionsRegular } from '@fluentui/react-icons/svg/options'
import { PersonFilled, PersonRegular } from '@fluentui/react-icons/svg/person'
import { BranchForkFilled, BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork'
import { PeopleFilled, PeopleRegular } from '@fluentui/react-icons/svg/people'
import { PeopleTeamFilled, PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team'
import { QuestionCircleFilled, QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle'
import type { Action } from './api/session.ts'
import { type Place, page } from './place.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'

/** People and groups, and the pages about one. */
export const peoplePlaces: readonly Place[] = [
  {
    path: '/users',
    needs: 'microsoft.directory/users/standard/read',
    page: page(() => import('./pages/users/users-page.tsx')),
    menu: { text: 'Users', icon: <PersonRegular />, chosen: <PersonFilled /> },
  },
  {
    path: '/users/:user',
    needs: 'microsoft.directory/users/standard/read',
    page: page(() => import('./pages/users/person-frame.tsx')),
    within: [
      {
        path: 'properties',
        needs: 'microsoft.directory/users/standard/read',
        page: page(() => import('./pages/users/person-properties-page.tsx')),
        menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
      },
      {
        path: 'groups',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/users/person-groups-page.tsx')),
        menu: { text: 'Groups', icon: <PeopleTeamRegular />, chosen: <PeopleTeamFilled /> },
      },
      {
        path: 'applications',
        needs: read,
        page: page(() => import('./pages/users/person-applications-page.tsx')),
        menu: { text: 'Applications: why?', icon: <QuestionCircleRegular />, chosen: <QuestionCircleFilled /> },
      },
      {
        path: 'what-if',
        needs: read,
        page: page(() => import('./pages/users/person-what-if-page.tsx')),
        menu: { text: 'What would happen if…', icon: <BranchForkRegular />, chosen: <BranchForkFilled /> },
      },
    ],
  },
  {
    path: '/groups',
    needs: 'microsoft.directory/groups/standard/read',
    page: page(() => import('./pages/groups/groups-page.tsx')),
    menu: { text: 'Groups', icon: <PeopleTeamRegular />, chosen: <PeopleTeamFilled /> },
  },
  {
    path: '/groups/:group',
    needs: 'microsoft.directory/groups/standard/read',
    page: page(() => import('./pages/groups/group-frame.tsx')),
    within: [
      {
        path: 'members',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-members-page.tsx')),
        menu: { text: 'Members', icon: <PeopleRegular />, chosen: <PeopleFilled /> },
      },
      {
        path: 'properties',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-properties-page.tsx')),
        menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
      },
      {
        path: 'owners',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-owners-page.tsx')),
        menu: { text: 'Owners', icon: <PersonRegular />, chosen: <PersonFilled /> },
      },
      {
        path: 'applications',
        needs: 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read',
        page: page(() => import('./pages/groups/group-applications-page.tsx')),
        menu: { text: 'Applications', icon: <AppsRegular />, chosen: <AppsFilled /> },
      },
    ],
  },
]
