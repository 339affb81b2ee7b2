import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
} from 'n8n-workflow';

/** Hosts with a fixed web address keep their API elsewhere than one's own server does. */
const SERVER = "($credentials.server || '').trim().replace(/\\/+$/, '')";
const API = `={{ ({
  github: /^https:\\/\\/(www\\.)?github\\.com$/.test(${SERVER}) ? 'https://api.github.com' : ${SERVER} + '/api/v3',
  gitlab: ${SERVER} + '/api/v4',
  bitbucket: 'https://api.bitbucket.org/2.0',
  gitea: ${SERVER} + '/api/v1',
  other: ($credentials.testRepository || '').trim().replace(/\\/+$/, ''),
})[$credentials.hostType] }}`;

/** What a token that may read repositories may ask, and nobody without a token gets. */
const TEST_PATH = `={{ ({
  github: '/user',
  gitlab: '/projects?membership=true&per_page=1',
  bitbucket: '/repositories?role=member&pagelen=1',
  gitea: '/repos/search?limit=1',
  other: '/info/refs?service=git-upload-pack',
})[$credentials.hostType] }}`;

/** Hosts that know only user names and passwords, and tokens that belong to a user name. */
const AUTHORIZATION = `={{ $credentials.hostType === 'other' || ($credentials.hostType === 'bitbucket' && $credentials.user)
  ? 'Basic ' + (($credentials.user || 'git') + ':' + $credentials.token).base64Encode()
  : 'Bearer ' + $credentials.token }}`;

function serverFor(hostType: string, address: string): INodeProperties {
  return {
    displayName: 'Server',
    name: 'server',
    type: 'string',
    required: true,
    default: address,
    placeholder: 'e.g. https://git.example.com',
    description: 'Web address of the host. The token is sent to this host only.',
    displayOptions: { show: { hostType: [hostType] } },
  };
}

export class CodeRepositoryApi implements ICredentialType {
  name = 'codeRepositoryApi';

  displayName = 'Code Repository API';

  icon = { light: 'file:codeRepositoryApi.svg', dark: 'file:codeRepositoryApi.dark.svg' } as const;

  documentationUrl =
    'https://github.com/n8n-nodes-hybrid-context/n8n-nodes-hybrid-context/blob/main/docs/sources.md#credential';

  properties: INodeProperties[] = [
    {
      displayName: 'Host Type',
      name: 'hostType',
      type: 'options',
      options: [
        { name: 'Bitbucket', value: 'bitbucket' },
        { name: 'Gitea or Forgejo', value: 'gitea' },
        { name: 'GitHub', value: 'github' },
        { name: 'GitLab', value: 'gitlab' },
        { name: 'Other', value: 'other', description: 'Any host that serves Git over HTTPS' },
      ],
      default: 'github',
      description: 'What kind of host the repositories lie on',
    },
    serverFor('github', 'https://github.com'),
    serverFor('gitlab', 'https://gitlab.com'),
    serverFor('bitbucket', 'https://bitbucket.org'),
    serverFor('gitea', ''),
    serverFor('other', ''),
    {
      displayName: 'User Name',
      name: 'user',
      type: 'string',
      default: '',
      placeholder: 'e.g. jane@example.com',
      description:
        'Needed for Bitbucket API tokens (the e-mail address of the account) and for hosts that ask for a user name',
      displayOptions: { show: { hostType: ['bitbucket', 'other'] } },
    },
    {
      displayName: 'Token',
      name: 'token',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description: 'Access token that may read repositories; nothing more is needed',
    },
    {
      displayName: 'Repository to Test With',
      name: 'testRepository',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. https://git.example.com/team/repository.git',
      description: 'Address of a repository on this host that the token may read; only used to test the credential',
      displayOptions: { show: { hostType: ['other'] } },
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: AUTHORIZATION } },
  };

  test: ICredentialTestRequest = {
    request: { baseURL: API, url: TEST_PATH },
  };
}
