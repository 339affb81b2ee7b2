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
  /AKIA|ASIA|ABIA|ACCA|A3T|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox|xapp-|hooks\.slack|[rs]k_[a-z]{4}_|whsec_|AIza|GOCSPX|ya29|npm_|pypi-|sk-|hf_|SG\.|shp[a-z]{2}_|do[opr]_v1|hv[sbr]\.|:AA|AGE-|eyJ|_auth|:\/\/|[Aa]ws|AWS|(?:[Ss]ec|SEC)(?:ret|RET)|(?:[Pp]ass|PASS)(?:w|W|phrase|PHRASE)|[Pp]wd|PWD|(?:[Tt]ok|TOK)(?:en|EN)|[Kk]ey\b|KEY|[Aa]pikey|[Kk]ey["']?\s*[:=]|[a-z]Key|[Cc]redential|CREDENTIAL|[Kk]ennwort|KENNWORT|[Mm]ot_?[dD]e|[Bb]earer|BEARER|[Aa]uthorization|AUTHORIZATION|dckr_|ATATT3|dapi[a-f0-9]|lin_|ntn_|gl(?:sa|c)_|sntry|figd_|PMAK-|NRAK-|sb(?:p|_secret)_|pscale_|\dQ~|atlasv1|dp\.|gsk_|r8_|n8n_api_/g;

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
  rule('atlassian-token', '\\b(ATATT3[A-Za-z0-9_=-]{50,300})', '', 3),
  rule('databricks-token', '\\b(dapi[a-f0-9]{32}(?:-\\d)?)\\b', '', 2.5),
  rule('linear-key', '\\b(lin_(?:api|oauth)_[A-Za-z0-9]{32,80})\\b', '', 3),
  rule('notion-token', '\\b(ntn_[A-Za-z0-9]{40,60})\\b', '', 3),
  rule('grafana-token', '\\b(glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}|glc_[A-Za-z0-9+/]{32,400}={0,2})', '', 3),
  rule('sentry-token', '\\b(sntry[su]_[A-Za-z0-9+/=_-]{40,400})', '', 3),
  rule('figma-token', '\\b(figd_[A-Za-z0-9_-]{36,60})', '', 3),
  rule('postman-key', '\\b(PMAK-[a-f0-9]{24}-[a-f0-9]{34})\\b', '', 2.5),
  rule('new-relic-key', '\\b(NRAK-[A-Z0-9]{27})\\b', '', 2.5),
  rule('supabase-token', '\\b(sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,80})\\b', '', 2.5),
  rule('planetscale-token', '\\b(pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,80})', '', 3),
  rule('azure-client-secret', '(?<![A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])', '', 3),
  rule('terraform-token', '\\b([A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{60,80})', '', 3),
  rule('doppler-token', '\\b(dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44})\\b', '', 3),
  rule('groq-key', '\\b(gsk_[A-Za-z0-9]{48,60})\\b', '', 3),
  rule('replicate-token', '\\b(r8_[A-Za-z0-9]{37})\\b', '', 3),
  rule('openrouter-key', '\\b(sk-or-v1-[a-f0-9]{64})\\b', '', 2.5),
  rule('n8n-key', '\\b(n8n_api_[a-f0-9]{40,120})\\b', '', 2.5),
  rule('jwt', '\\b(eyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{10,2000})', '', 3.5),
];

/** Secrets that a scheme puts in a place of their own. */
export const PLACED: readonly SecretRule[] = [
  rule('url-password', '\\b[a-z][a-z0-9+.-]{1,30}://[^\\s:/?#@"\'`<>(){}]{0,100}:(?!\\d{1,5}@)([^\\s/?#@"\'`<>]{3,200})@[^\\s"\'`<>]', 'i'),
  rule('connection-password', '(?:server|data source|host|user id|uid|username|user|endpoint|database)\\s?=[^;="\'\\n]{1,200};[^"\'\\n]{0,300}?(?:password|pwd)\\s?=\\s?([^;"\'\\s]{3,200})', 'i'),
  rule('authorization', '\\b(?:authorization["\']?\\s{0,3}[:,=]\\s{0,3}["\'`]?(?:basic|bearer|token)|bearer)\\s{1,3}([A-Za-z0-9+/_.~-]{20,500}={0,2})', 'i', 3.5),
];
