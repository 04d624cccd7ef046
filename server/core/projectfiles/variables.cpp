// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/variables.h"

#include "core/projectfiles/envfile.h"

#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 40;
constexpr int maxRounds = 500;                  // variables in one text
constexpr qsizetype maxText = 1024 * 1024;
constexpr QChar keptOpen(1);                    // stand for "${" and "}" of what is left alone
constexpr QChar keptClose(2);

// The first innermost "${…}" of a text: start and end (after the brace); -1 when there is none.
std::pair<qsizetype, qsizetype> innermost(const QString &text)
{
    qsizetype close = text.indexOf(u'}');
    while (close >= 0) {
        const qsizetype start = text.lastIndexOf("${"_L1, close);
        if (start >= 0)
            return { start, close + 1 };
        close = text.indexOf(u'}', close + 1);
    }
    return { -1, -1 };
}

// Only "source:…" and "source(…)" are the framework's; "${AWS::Region}", "${Table.Arn}" are CloudFormation's.
bool isOurs(const QString &expression)
{
    static const QRegularExpression ours(u"^[A-Za-z][-A-Za-z0-9_.]*(:(?!:)|\\()"_s);
    return ours.match(expression).hasMatch();
}

// At commas that are neither quoted nor in brackets.
QStringList alternatives(const QString &expression)
{
    QStringList parts;
    QString part;
    QChar quote;
    int open = 0;
    for (const QChar c : expression) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(' || c == u')') {
            open += c == u'(' ? 1 : -1;
        } else if (c == u',' && open <= 0) {
            parts.append(std::exchange(part, {}).trimmed());
            continue;
        }
        part += c;
    }
    parts.append(part.trimmed());
    return parts;
}

// A variable that is a whole alternative of the one around it.
bool isFallback(const QString &text, qsizetype start, qsizetype end)
{
    const qsizetype outer = text.lastIndexOf("${"_L1, start - 1);
    if (start == 0 || outer < 0 || text.indexOf(u'}', outer) < start)
        return false;
    const QString before = text.mid(outer, start - outer).trimmed();
    const QString after = text.mid(end).trimmed();
    return before.endsWith(u',') && (after.startsWith(u',') || after.startsWith(u'}'));
}

// 'text', "text", 5, true, null: a fallback that stands for itself.
std::optional<yaml::Node> literal(const QString &text, const Place &place)
{
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?$"_s);
    yaml::Node node;
    node.place = place;
    node.text = text;
    const bool quoted = text.size() >= 2 && (text.front() == u'\'' || text.front() == u'"') && text.back() == text.front();
    if (quoted) {
        node.kind = yaml::Node::Kind::Text;
        node.text = text.mid(1, text.size() - 2);
    } else if (number.match(text).hasMatch()) {
        node.kind = text.contains(u'.') ? yaml::Node::Kind::Number : yaml::Node::Kind::Integer;
    } else if (text == "true"_L1 || text == "false"_L1) {
        node.kind = yaml::Node::Kind::Boolean;
    } else if (text != "null"_L1) {
        return std::nullopt;
    }
    return node;
}

// Where in the file the variable itself stands, when its value is on one line.
Place placeIn(const yaml::Node &node, const QString &expression)
{
    Place place = node.place;
    const qsizetype offset = node.text.indexOf(u"${"_s + expression);
    if (offset > 0 && !node.text.contains(u'\n'))
        place.column += int(offset) + (node.quoted ? 1 : 0);
    return place;
}

QMap<QString, QString> envOf(const QString &path, const QMap<QString, QString> &known)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QFile::ReadOnly) ? readEnvText(file.read(maxText), known)
                                                                  : QMap<QString, QString>();
}

} // namespace

ServerlessVariables::ServerlessVariables(const yaml::Node &root, const QString &folder, const ProjectOptions &options,
                                         const ProjectSettings &settings, Problems &problems)
    : m_root(root)
    , m_folder(folder)
    , m_options(options)
    , m_settings(settings)
    , m_problems(problems)
    , m_instanceId(QUuid::createUuid().toString(QUuid::WithoutBraces).left(8))
{
    loadEnvFiles();
}

void ServerlessVariables::problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place)
{
    const QString once = text + place.toString();
    if (m_told.contains(once))
        return;
    m_told.insert(once);
    m_problems.append({ severity, text, remedy, place });
}

// .env, over it .env.{stage}, over it --env-file, over all the environment itself: the framework's order.
// “useDotenv: false” leaves the first two out.
void ServerlessVariables::loadEnvFiles()
{
    QMap<QString, QString> system;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names)
        system.insert(name, environment.value(name));
    m_env = system;
    if (m_root[u"useDotenv"_s].toBool(true)) {
        m_env = envOf(m_folder + u"/.env"_s, system);
        m_env.insert(system);
        m_env.insert(envOf(m_folder + u"/.env."_s + stage(), system));
        m_resolved.clear();   // what the stage needed was read without the stage's own file
    }
    m_env.insert(readEnvFiles(m_options.envFiles, m_problems));
    m_env.insert(system);
}

QString ServerlessVariables::stage()
{
    if (!m_options.stage.isEmpty())
        return m_options.stage;
    const QString stage = resolve(m_root[u"provider"_s][u"stage"_s]).toText();
    return stage.isEmpty() ? u"dev"_s : stage;
}

yaml::Node ServerlessVariables::resolve(const yaml::Node &node, int depth)
{
    if (node.isText())
        return node.text.contains("${"_L1) ? resolveText(node, depth) : node;
    if (node.items.isEmpty())
        return node;
    yaml::Node copy = node;
    for (yaml::Node &item : copy.items)
        item = resolve(item, depth);
    return copy;
}

yaml::Node ServerlessVariables::resolveText(const yaml::Node &node, int depth)
{
    yaml::Node result = node;
    result.text.replace("\\${"_L1, QString(keptOpen));   // an escaped one is itself
    int round = 0;
    for (; round < maxRounds && result.text.size() < maxText; ++round) {
        const auto [start, end] = innermost(result.text);
        if (start < 0)
            break;
        const QString expression = result.text.mid(start + 2, end - start - 3).trimmed();
        if (!isOurs(expression)) {
            result.text.replace(end - 1, 1, keptClose);
            result.text.replace(start, 2, keptOpen);
            continue;
        }
        if (isFallback(result.text, start, end)) {
            // "${a:b, ${c:d}}" is "${a:b, c:d}", and keeps the type of what is found.
            result.text.replace(start, end - start, expression);
            continue;
        }
        if (depth >= maxDepth)
            problem(Problem::Severity::Warning, u"The variable ${%1} is nested too deep; an empty text is used."_s.arg(expression),
                    u"Write its value out."_s, node.place);
        const Found value = depth < maxDepth ? lookUp(expression, node, depth) : std::nullopt;
        if (value && start == 0 && end == result.text.size() && node.tag.isEmpty()) {
            if (!value->isText() || !value->text.contains("${"_L1))
                return *value;
            result = *value;
            continue;
        }
        if (value && !value->isScalar())
            problem(Problem::Severity::Error, u"The variable ${%1} is a list or a mapping and cannot be part of a text."_s.arg(expression),
                    u"An empty text is used; name one of its values."_s, placeIn(node, expression));
        result.text.replace(start, end - start, value ? value->toText() : QString());
    }
    if (round == maxRounds || result.text.size() >= maxText) {
        if (!std::exchange(m_cut, true))
            problem(Problem::Severity::Error, u"Filling the variables in makes this text grow without end; it is cut."_s,
                    u"Write the value out."_s, node.place);
        result.text.truncate(1000);
    }
    result.text.replace(keptOpen, "${"_L1);
    result.text.replace(keptClose, u'}');
    return result;
}

// "source, fallback, …": the first that is there.
ServerlessVariables::Found ServerlessVariables::lookUp(const QString &expression, const yaml::Node &at, int depth)
{
    m_why.clear();
    m_remedy.clear();
    for (const QString &candidate : alternatives(expression)) {
        if (const Found value = literal(candidate, at.place))
            return value;
        const Found found = source(candidate, at, depth);
        if (found && !found->isNull())
            return found;
    }
    const QString why = m_why.isEmpty() ? u"has no value here"_s : m_why;
    problem(Problem::Severity::Warning, u"The variable ${%1} %2; an empty text is used."_s.arg(expression, why),
            m_remedy.isEmpty() ? u"Set it, or give a fallback after a comma."_s : m_remedy, placeIn(at, expression));
    return std::nullopt;
}

} // namespace greenroom
