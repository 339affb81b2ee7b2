export function Title({ text }) {
  return <h1 className="big">{text}</h1>;
}
