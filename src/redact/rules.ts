/**
 * What secrets look like. Shapes are those that the issuers document and that secret scanners agree on:
 * AWS IAM identifiers (docs.aws.amazon.com, "IAM identifiers"), GitHub ("Behind GitHub's new
 * authentication token formats"), GitLab ("Token overview: token prefixes"), Slack ("Token types"),
 * Stripe ("API keys"), Google Cloud ("API keys", "OAuth client secrets"), npm ("About access tokens"),
 * RFC 7468 (PEM), RFC 7519 (JWT), RFC 3986 (userinfo in URLs); compared with the rule sets of gitleaks
 * and secretlint (both MIT), whose code is not used: secretlint needs Node 22 and has no general rule.
 *
 * Every expression takes time in proportion to the text: runs are bounded, nothing nests.
 */
export interface SecretRule {
  /** What stands in the place of a secret, and how it is counted. */
  readonly kind: string;
  /** Group 1 is the secret; without groups the whole match is. Flags `g` and `d`. */
  readonly pattern: RegExp;
  /** Bits per character that group 1 must have at least: what is typed by hand has fewer. */
  readonly entropy?: number;
}

const rule = (kind: string, source: string, flags = '', entropy?: number): SecretRule => ({ kind, pattern: new RegExp(source, `gd${flags}`), entropy });

/** What a line must hold to be looked at closely: most lines of code hold none of it, and one pass tells. */
export const TRIGGER =
  /AKIA|ASIA|ABIA|ACCA|A3T|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox|xapp-|hooks\.slack|[rs]k_[a-z]{4}_|whsec_|AIza|GOCSPX|ya29|npm_|pypi-|sk-|hf_|SG\.|shp[a-z]{2}_|do[opr]_v1|hv[sbr]\.|:AA|AGE-|eyJ|_auth|:\/\/|[Aa]ws|AWS|(?:[Ss]ec|SEC)(?:ret|RET)|(?:[Pp]ass|PASS)(?:w|W|phrase|PHRASE)|[Pp]wd|PWD|(?:[Tt]ok|TOK)(?:en|EN)|[Kk]ey\b|KEY|[Aa]pikey|[Kk]ey["']?\s*[:=]|[a-z]Key|[Cc]redential|CREDENTIAL|[Kk]ennwort|KENNWORT|[Mm]ot_?[dD]e|[Bb]earer|BEARER|[Aa]uthorization|AUTHORIZATION|dckr_/g;

/** Keys that show who issued them. */
export const ISSUED: readonly SecretRule[] = [
  rule('aws-access-key', '\\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b', '', 2.5),
  rule('aws-secret-key', '(?:aws|secret)[\\w.-]{0,30}["\']?\\s{0,3}[:=]{1,2}>?\\s{0,3}["\']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])', 'i', 4.2),
  rule('github-token', '\\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\\b', '', 3),
  rule('gitlab-token', '\\b(gl(?:pat|ptt|cbt|dt|rt|ft|soat|oas|imt|agent)-[A-Za-z0-9_.-]{20,300})', '', 3),
  rule('slack-token', '\\b(xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-\\d-[A-Z0-9]{1,50}-\\d{1,50}-[a-f0-9]{20,100})', '', 2.5),
  rule('slack-webhook', 'hooks\\.slack\\.com/(?:services|workflows|triggers)/([A-Za-z0-9/+_-]{20,200})', '', 3),
  rule('stripe-key', '\\b((?:[rs]k_(?:live|test|prod)_|whsec_)[A-Za-z0-9+/]{16,250}={0,2})', '', 3),
  rule('google-key', '\\b(AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\\.[A-Za-z0-9_-]{30,500})(?![A-Za-z0-9_-])', '', 3),
  rule('npm-token', '\\b(npm_[A-Za-z0-9]{36})\\b', '', 3),
  rule('npm-token', ':_(?:authToken|auth|password)\\s{0,3}=\\s{0,3}["\']?([^\\s"\'$]{8,300})'),
  rule('pypi-token', '\\b(pypi-AgE[A-Za-z0-9_-]{50,300})', '', 3),
  rule('openai-key', '\\b(sk-(?:[A-Za-z0-9_-]{0,80})T3BlbkFJ[A-Za-z0-9_-]{16,100})', '', 3),
  rule('anthropic-key', '\\b(sk-ant-[a-z]{3,6}\\d\\d-[A-Za-z0-9_-]{40,150})', '', 3),
  rule('hugging-face-token', '\\b(hf_[A-Za-z]{34})\\b', '', 3),
  rule('sendgrid-key', '\\b(SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{30,64})', '', 3),
  rule('shopify-token', '\\b(shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})\\b', '', 3),
  rule('digitalocean-token', '\\b(do[opr]_v1_[a-f0-9]{64})\\b', '', 3),
  rule('vault-token', '\\b(hv[sbr]\\.[A-Za-z0-9_-]{24,300})', '', 3),
  rule('docker-token', '\\b(dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,60})', '', 3),
  rule('telegram-token', '\\b(\\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])', '', 3),
  rule('azure-storage-key', 'AccountKey=([A-Za-z0-9+/]{86}==)', '', 3),
  rule('age-key', '\\b(AGE-SECRET-KEY-1[0-9A-Z]{58})\\b', '', 3),
  rule('jwt', '\\b(eyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{10,2000})', '', 3.5),
];

/** Secrets that a scheme puts in a place of their own. */
export const PLACED: readonly SecretRule[] = [
  rule('url-password', '\\b[a-z][a-z0-9+.-]{1,30}://[^\\s:/?#@"\'`<>(){}]{0,100}:(?!\\d{1,5}@)([^\\s/?#@"\'`<>]{3,200})@[^\\s"\'`<>]', 'i'),
  rule('connection-password', '(?:server|data source|host|user id|uid|username|user|endpoint|database)\\s?=[^;="\'\\n]{1,200};[^"\'\\n]{0,300}?(?:password|pwd)\\s?=\\s?([^;"\'\\s]{3,200})', 'i'),
  rule('authorization', '\\b(?:authorization["\']?\\s{0,3}[:,=]\\s{0,3}["\'`]?(?:basic|bearer|token)|bearer)\\s{1,3}([A-Za-z0-9+/_.~-]{20,500}={0,2})', 'i', 3.5),
];
