// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"
#include "core/yaml.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

// A test suite as its file says (*.greenroom.yaml, ux.md §3): structure only. What stands inside a step, a
// check or a talk stays a yaml::Node with its places until variables are known. Durations are milliseconds.

namespace greenroom {

// One line under `expect` (or `until`, `each`): `- css: { select: h1, contains: Basket }`.
struct CheckSpec
{
    QString subject;
    yaml::Node value;
    Place place;
};

// One entry of `capture`: `name: { subject: { …, take, all } }`.
struct CaptureSpec
{
    QString name;
    QString subject;
    yaml::Node value;
    bool secret = false;
    Place place;
};

struct RetrySpec
{
    int count = 0;          // more tries after the first
    int delayMs = 0;
    double backoff = 1;     // each delay is the last one times this
};

struct StepSpec
{
    QString name;
    QString action;         // a key of the runner's step table
    yaml::Node value;       // of the action
    yaml::Node with;        // beside `use`
    QList<CheckSpec> expect;
    QList<CaptureSpec> capture;
    std::optional<RetrySpec> retries;
    int timeoutMs = 0;      // 0: the suite's step_timeout
    QString condition;      // `if`: "name" or "not name"
    bool continueOnFail = false;   // on_fail: continue
    bool always = false;
    Place place;
};

// Where a test's rows come from.
struct RowsSpec
{
    enum class Kind { None, List, File, Discover };

    Kind kind = Kind::None;
    QList<yaml::Node> list;
    QString file;           // absolute
    QList<StepSpec> discover;
    QString each;           // the captured list
    QString as;             // ${row.<as>}
    int max = 0;
    Place place;
};

struct TestSpec
{
    QString id;
    QString name;
    QString description;
    QStringList tags;
    QList<StepSpec> setup;
    QList<StepSpec> steps;
    QList<StepSpec> teardown;
    RowsSpec rows;
    QMap<QString, yaml::Node> vars;
    int timeoutMs = 0;      // 0: defaults.timeout
    int slowMs = 0;
    std::optional<RetrySpec> retries;
    QString group;
    QStringList needs;
    QString skip;           // the reason; "skipped in the file" for a bare true
    QStringList onlyProfiles;
    QStringList onlySystems;
    QJsonObject knownIssue; // {link, until}
    Place place;
};

struct SecretSpec
{
    QString name;
    QString source;         // env or keyring
    QString key;            // the variable's or entry's name
    bool required = true;
    Place place;
};

struct Suite
{
    QString file;           // absolute, or ":/demo/…"
    QString id;
    QString name;
    QString description;
    QStringList tags;
    yaml::Node host;        // {project, stage}
    QList<std::pair<QString, QMap<QString, yaml::Node>>> profiles;
    QMap<QString, yaml::Node> vars;
    QList<SecretSpec> secrets;
    int timeoutMs = 60'000;
    int stepTimeoutMs = 15'000;
    int slowMs = 0;
    RetrySpec retries;
    yaml::Node http;        // defaults.http
    int parallel = 0;       // 0: number of cores, at most 4
    bool stopOnFirstFailure = false;
    bool shuffle = false;
    int sampleCount = 0;
    std::optional<qint64> sampleSeed;
    QString runTags;
    QJsonObject blind;      // empty: not startable by guests
    QMap<QString, QList<StepSpec>> blocks;
    QList<StepSpec> setup;
    QList<StepSpec> teardown;
    QList<StepSpec> beforeEach;
    QList<StepSpec> afterEach;
    QList<TestSpec> tests;
    Problems problems;      // what reading it found; errors mean it does not run
};

// The words the tables know, handed down so that core need not know the runner.
struct SuiteWords
{
    QStringList actions;
    QStringList subjects;
};

Suite readSuite(const QByteArray &text, const QString &file, const SuiteWords &words);
Suite readSuiteFile(const QString &file, const SuiteWords &words);

// "1.5s", "300ms", "2m", "1h"; nothing for anything else. A bare number is no duration.
std::optional<int> parseDuration(const QString &text);
// "20kB", "1MB", "512"; 1 kB is 1,000 bytes, 1 KiB is 1,024.
std::optional<qint64> parseSize(const QString &text);

} // namespace greenroom
