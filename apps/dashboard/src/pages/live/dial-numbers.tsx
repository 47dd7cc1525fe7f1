import { formats } from '../../locales/t.ts';
import { type Dial, dialNumbers } from './dial.ts';

export function DialNumbers({ dial }: { readonly dial: Dial }) {
  return dialNumbers(dial).map(({ deg, x, y }) => (
    <text key={deg} className="dial-number" x={x} y={y}>
      {formats.degrees(deg)}
    </text>
  ));
}
