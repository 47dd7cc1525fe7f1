"""Trains the posture model on what export-features.ts wrote, and the same model once per left-out person.

usage: train.py FEATURES OUT      needs numpy and lightgbm; run offline, its results are committed

OUT/model.json is trained on everybody; OUT/left-out-models.json.gz holds, by person, the model trained without
that person. Each is four sets of small boosted trees: sitting against standing, walking against everything else, and, at a door, sitting down
(from standing or walking) and getting up (from sitting).
"""
import gzip
import json
import os
import string
import sys

import lightgbm
import numpy as np

SIT, STAND, WALK, LIE = 0, 1, 2, 3
CLASS_OF_CODE = {1: WALK, 4: WALK, 5: WALK, 3: STAND, 6: STAND, 7: SIT, 8: LIE}
NONE, MOMENT, SILENCE, LONG_SILENCE = 0, 1, 2, 3
HEAD = 6
# The packed form, see src/posture/trees.ts.
FIRST_LEAF, EVEN_LEAF, LEAF_STEP = 1024, 2560, 0.004
DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + '+/'
# Moments at which nothing happened: silences are made up there, or the model would learn that every loss of
# data is a change of posture, as it nearly is in the public recordings.
QUIET_SHARE, QUIET_MARGIN_S, QUIET_WEIGHT = 0.05, 5, 0.5
RESTART_WEIGHT = 1.0
SHARED = dict(objective='binary', verbose=-1, num_threads=1, bagging_freq=1, seed=1)
SITTING = dict(SHARED, learning_rate=0.08, num_leaves=8, min_data_in_leaf=200, lambda_l2=1.0, feature_fraction=0.5, bagging_fraction=0.5, max_bin=63)
WALKING = dict(SITTING, learning_rate=0.15, max_bin=31)
DOOR = dict(SHARED, learning_rate=0.05, num_leaves=4, min_data_in_leaf=10, lambda_l2=2.0, feature_fraction=0.6, bagging_fraction=0.7)
ROUNDS = dict(sitting=68, walking=40, down=80, up=80)


def load(folder):
    index = json.load(open(os.path.join(folder, 'index.json')))
    people = {}
    for person in index['people']:
        table = np.fromfile(os.path.join(folder, person['id'] + '.f64')).reshape(person['rows'], -1)
        a, b = HEAD + len(index['sitting']), HEAD + len(index['sitting']) + len(index['walking'])
        people[person['id']] = dict(
            second=table[:, 0].astype(int), label=np.array([CLASS_OF_CODE.get(int(c), -1) for c in table[:, 1]]),
            lost=table[:, 2] > 0, kind=table[:, 3].astype(int), silence=table[:, 4], restart=table[:, 5] > 0,
            sitting=table[:, HEAD:a], walking=table[:, a:b], door=table[:, b:])
    return index, people


def seconds_of(people, ids, features, classes, positive):
    """Every person and class weighs by the root of its seconds; seconds after a made-up beginning weigh less."""
    xs, ys, ws = [], [], []
    for k in ids:
        p = people[k]
        use = np.isin(p['label'], classes) & ~p['lost']
        y = (p['label'][use] == positive).astype(int)
        n1, n0 = max(30, y.sum()), max(30, (1 - y).sum())
        xs.append(p[features][use]); ys.append(y)
        ws.append(np.where(y == 1, n1 ** -0.5, n0 ** -0.5)*np.where(p['restart'][use], RESTART_WEIGHT, 1.0))
    w = np.concatenate(ws)
    return np.vstack(xs), np.concatenate(ys), w / w.mean()


def doors_of(p, draw):
    """(row, class before, class after, kind of sample) of one person: real silences, moments, quiet seconds."""
    label, found = np.where(p['restart'], -1, p['label']), []
    near_silence = np.convolve(p['silence'] > 0, np.ones(9), 'same') > 0
    for i in range(12, len(label) - 6):
        if p['kind'][i] == SILENCE and not p['restart'][i]:
            n = int(np.ceil(p['silence'][i]))
            before = [c for c in label[max(0, i - n - 3):max(0, i - n) + 1] if c >= 0]
            after = [c for c in label[i + 1:i + 4] if c >= 0]
            if before and after: found.append((i, before[0], after[-1], SILENCE))
        elif near_silence[i] or p['lost'][i] or p['restart'][i]: continue
        elif p['kind'][i] == MOMENT: found.append((i, label[i - 3], label[i + 3], MOMENT))
        elif draw.random() < QUIET_SHARE and (label[i - QUIET_MARGIN_S:i + QUIET_MARGIN_S + 1] == label[i]).all():
            found.append((i, label[i], label[i], NONE))
    return found


def door_samples(people, doors, ids, before, after):
    x, y, kind = [], [], []
    for k in ids:
        for i, a, b, how in doors[k]:
            if a in before and b in (SIT, STAND, WALK): x.append(people[k]['door'][i]); y.append(int(b in after)); kind.append(how)
    x, y, kind = np.array(x), np.array(y), np.array(kind)
    w, silences = np.ones(len(y)), (kind == SILENCE).sum()
    for how, share in ((MOMENT, 1.0), (NONE, QUIET_WEIGHT)):
        still = (kind == how) & (y == 0)
        w[still] = share * silences / max(1, still.sum())
    w[(kind != SILENCE) & (y == 1)] = 0
    return x, y, w


def fit(params, rounds, x, y, w):
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=w), rounds)


def train(people, doors, ids):
    return dict(
        sitting=fit(SITTING, ROUNDS['sitting'], *seconds_of(people, ids, 'sitting', (SIT, STAND), SIT)),
        walking=fit(WALKING, ROUNDS['walking'], *seconds_of(people, ids, 'walking', (SIT, STAND, WALK, LIE), WALK)),
        down=fit(DOOR, ROUNDS['down'], *door_samples(people, doors, ids, (STAND, WALK), (SIT,))),
        up=fit(DOOR, ROUNDS['up'], *door_samples(people, doors, ids, (SIT,), (STAND, WALK))))


def compact(booster, features):
    """As PackedTrees in src/posture/trees.ts: splits numbered through all features, two base64 digits a node in preorder."""
    roots = [tree['tree_structure'] for tree in booster.dump_model()['tree_info']]
    splits = [sorted({number(n['threshold']) for n in inner(roots) if n['split_feature'] == f}) for f in range(features)]
    first = np.cumsum([0] + [len(s) for s in splits])
    def codes(node):
        if 'leaf_value' in node: return [EVEN_LEAF + int(np.clip(round(node['leaf_value']/LEAF_STEP), FIRST_LEAF - EVEN_LEAF, 4095 - EVEN_LEAF))]
        f = node['split_feature']
        return [first[f] + splits[f].index(number(node['threshold']))] + codes(node['left_child']) + codes(node['right_child'])
    assert first[-1] <= FIRST_LEAF
    nodes = ''.join(DIGITS[c >> 6] + DIGITS[c & 63] for root in roots for c in codes(root))
    return dict(splits=splits, leafStep=LEAF_STEP, nodes=nodes)


def inner(roots):
    todo = list(roots)
    while todo:
        node = todo.pop()
        if 'leaf_value' in node: continue
        yield node
        todo += [node['left_child'], node['right_child']]


def number(threshold):
    """To three digits; a whole number as one, for JSON."""
    value = float(f'{threshold:.3g}')
    return int(value) if value == int(value) else value


def tables(people, doors, ids):
    models = train(people, doors, ids)
    return json.dumps({kind: compact(booster, booster.num_feature()) for kind, booster in models.items()}, separators=(',', ':'))


def main(folder, out):
    os.makedirs(out, exist_ok=True)
    index, people = load(folder)
    draw = np.random.default_rng(1)
    doors = {k: doors_of(p, draw) for k, p in people.items()}
    ids = list(people)
    with open(os.path.join(out, 'model.json'), 'w') as file:
        file.write(tables(people, doors, ids))
    left_out = ','.join(f'"{k}":' + tables(people, doors, [i for i in ids if i != k]) for k in ids)
    with open(os.path.join(out, 'left-out-models.json.gz'), 'wb') as file:
        file.write(gzip.compress(('{' + left_out + '}').encode(), 9, mtime=0))


if __name__ == '__main__':
    main(*sys.argv[1:3])
