import { useState } from 'react';

interface Props {
  label: string;
}

/** A button that counts. */
export function Counter({ label }: Props) {
  const [count, setCount] = useState(0);
  const onClick = () => setCount(count + 1);
  return (
    <button onClick={onClick} title="not a fact">
      {label}: {count} // not a comment
    </button>
  );
}

export const Row = <T,>({ items = <p>secret text</p> }: { items?: T }) => <li>{String(items)}</li>;

export default class Page extends React.Component<Props> {
  state = { open: false };
  handle = () => this.setState({ open: true });
  render() {
    return <Counter {...this.props} />;
  }
}
