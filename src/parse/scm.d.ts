/** Query files are bundled as their text. */
declare module '*.scm' {
  const text: string;
  export default text;
}
