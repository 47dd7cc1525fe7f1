/** Of the gateway and its decoders, as stored with every stream. */
export const VERSION = '0.1.0';
