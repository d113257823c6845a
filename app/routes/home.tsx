export default function Home() {
  return <h1>共研</h1>;
}
