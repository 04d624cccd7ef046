// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

// Text → values that know where they stood. The only file that knows the YAML library. JSON is read too:
// it is a subset. YAML 1.2 core schema: only true and false are booleans, dates stay text.

namespace greenroom::yaml {

class Node
{
public:
    enum class Kind { Null, Boolean, Integer, Number, Text, Sequence, Mapping };

    Kind kind = Kind::Null;
    QString text;             // the scalar as written
    QString tag;              // "!Ref", "!Sub" … (CloudFormation); empty for ordinary values
    bool quoted = false;
    QList<Node> items;        // of a sequence; values of a mapping, beside keys
    QList<Node> keys;         // of a mapping
    Place place;              // of the value (of the first key for a mapping)

    bool isNull() const { return kind == Kind::Null; }
    bool isText() const { return kind == Kind::Text; }
    bool isScalar() const { return kind < Kind::Sequence; }
    bool isSequence() const { return kind == Kind::Sequence; }
    bool isMapping() const { return kind == Kind::Mapping; }

    // Of a mapping: the value, or a null node that stands where the mapping stands. Keys are compared as text.
    const Node &operator[](const QString &key) const;
    bool contains(const QString &key) const { return indexOf(key) >= 0; }
    qsizetype indexOf(const QString &key) const;
    // Where the key itself stands ("unknown key" points here).
    Place keyPlace(const QString &key) const;
    QStringList keyNames() const;

    bool toBool(bool fallback = false) const;
    double toNumber(double fallback = 0) const;
    // The scalar as text, whatever its kind; fallback for null, sequences and mappings.
    QString toText(const QString &fallback = {}) const;
    QJsonValue toJson() const;
};

struct Limits
{
    int depth = 100;              // nested collections
    int nodes = 1'000'000;        // after aliases are expanded: an alias bomb ends here
    qint64 bytes = 16 * 1024 * 1024;
    bool lastKeyWins = false;     // a key twice is a warning, as CloudFormation and SAM take it; else an error
};

// What a project's own files may be: far more than AWS takes (1 MB), and read in well under a second.
inline constexpr Limits projectLimits { 100, 200'000, 4 * 1024 * 1024 };

// One document. Malformed text, tabs as indentation, duplicate keys, too deep or too large: one Problem
// with its place. `file` is only for the places.
struct Reading
{
    Node root;
    Problems problems;    // empty: read well
    Problems warnings {}; // what was put up with
};
Reading read(const QByteArray &text, const QString &file, const Limits &limits = {});

// The same from disk; a file that cannot be opened is a Problem too.
Reading readFile(const QString &file, const Limits &limits = {});

// The word of `words` nearest to `word`, or an empty string when nothing is near: for
// "did you mean “contains”?".
QString nearest(const QString &word, const QStringList &words);

} // namespace greenroom::yaml
