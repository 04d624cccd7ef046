// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/html.h"

#include "runner/css.h"

#include <QCache>
#include <QStringDecoder>

#include <gumbo.h>
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 512;   // deeper elements are hung at this depth: no page needs more

const xmlChar *utf8(const char *text)
{
    return reinterpret_cast<const xmlChar *>(text);
}

QString fromXml(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

// Gumbo asks for thousands of small pieces and gives them all back at the end: they come out of a few blocks.
class Arena
{
public:
    static void *allocate(void *arena, std::size_t size) { return static_cast<Arena *>(arena)->take(size); }
    static void release(void *, void *) {}

private:
    static constexpr std::size_t blockSize = 64 * 1024;

    void *take(std::size_t size)
    {
        constexpr std::size_t alignment = alignof(std::max_align_t);
        size = (size + alignment - 1) / alignment * alignment;
        if (size > m_left) {
            m_left = std::max(size, blockSize);
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(m_left));
            m_next = m_blocks.back().get();
        }
        m_left -= size;
        return std::exchange(m_next, m_next + size);
    }

    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_next = nullptr;
    std::size_t m_left = 0;
};

QByteArray tagName(const GumboElement &element)
{
    if (element.tag != GUMBO_TAG_UNKNOWN)
        return gumbo_normalized_tagname(element.tag);
    GumboStringPiece piece = element.original_tag;
    gumbo_tag_from_original_text(&piece);
    return QByteArray(piece.data, qsizetype(piece.length)).toLower();
}

// libxml2 takes names as XML means them; HTML allows more.
bool isXmlName(const QByteArray &name)
{
    return !name.isEmpty() && xmlValidateName(utf8(name.constData()), 0) == 0;
}

void addAttributes(xmlNodePtr node, const GumboVector &attributes)
{
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto *attribute = static_cast<const GumboAttribute *>(attributes.data[i]);
        if (isXmlName(attribute->name) && !xmlHasProp(node, utf8(attribute->name)))
            xmlNewProp(node, utf8(attribute->name), utf8(attribute->value));
    }
}

// Without recursion: pages are as deep as their authors like.
void build(xmlDocPtr document, const GumboNode *top)
{
    struct Pending
    {
        const GumboNode *node;
        xmlNodePtr parent;
        int depth;
    };
    std::vector<Pending> stack { { top, reinterpret_cast<xmlNodePtr>(document), 0 } };
    while (!stack.empty()) {
        const Pending pending = stack.back();
        stack.pop_back();
        switch (pending.node->type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA: {
            xmlNodePtr text = xmlNewDocText(document, utf8(pending.node->v.text.text));
            xmlAddChild(pending.parent, text);
            break;
        }
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE: {
            const GumboElement &element = pending.node->v.element;
            QByteArray name = tagName(element);
            if (!isXmlName(name))
                name = "unknown";
            const xmlChar *kept = xmlDictLookup(document->dict, utf8(name.constData()), int(name.size()));
            xmlNodePtr node = xmlNewDocNodeEatName(document, nullptr, const_cast<xmlChar *>(kept), nullptr);
            xmlAddChild(pending.parent, node);
            node->line = static_cast<unsigned short>(std::min(element.start_pos.line, 65535U));
            addAttributes(node, element.attributes);
            xmlNodePtr parent = pending.depth < maxDepth ? node : pending.parent;
            for (unsigned i = element.children.length; i > 0; --i)
                stack.push_back({ static_cast<const GumboNode *>(element.children.data[i - 1]), parent, pending.depth + 1 });
            break;
        }
        default: break;
        }
    }
}

// Byte order marks and the page's own charset; UTF-8 otherwise.
QByteArray asUtf8(const QByteArray &bytes)
{
    const auto encoding = QStringConverter::encodingForHtml(bytes);
    if (!encoding || *encoding == QStringConverter::Utf8)
        return bytes;
    QStringDecoder decoder(*encoding);
    const QString text = decoder(bytes);
    return text.toUtf8();
}

void ignoreErrors(void *, xmlErrorPtr) {}

} // namespace

class HtmlPage::Private
{
public:
    ~Private()
    {
        if (document)
            xmlFreeDoc(document);
    }

    Match matchOf(xmlNodePtr node, Html html) const
    {
        Match match;
        xmlChar *content = xmlNodeGetContent(node);
        match.text = fromXml(content);
        xmlFree(content);
        if (node->type == XML_ATTRIBUTE_NODE) {
            match.line = node->parent ? int(node->parent->line) : 0;
            return match;
        }
        match.text = match.text.simplified();
        match.line = int(xmlGetLineNo(node));
        if (node->type != XML_ELEMENT_NODE)
            return match;
        for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next) {
            xmlChar *value = xmlNodeGetContent(reinterpret_cast<xmlNodePtr>(attribute));
            match.attributes.append({ fromXml(attribute->name), fromXml(value) });
            xmlFree(value);
        }
        if (html == Html::No)
            return match;
        xmlBufferPtr buffer = xmlBufferCreate();
        for (xmlNodePtr child = node->children; child; child = child->next)
            xmlNodeDump(buffer, document, child, 0, 0);
        match.html = fromXml(xmlBufferContent(buffer));
        xmlBufferFree(buffer);
        return match;
    }

    xmlDocPtr document = nullptr;
};

namespace {

using CompiledXPath = std::unique_ptr<xmlXPathCompExpr, decltype(&xmlXPathFreeCompExpr)>;

// A suite asks thousands of pages the same few questions, each thread by itself. Null: no XPath 1.0.
xmlXPathCompExprPtr compiled(const QString &expression)
{
    static thread_local QCache<QString, CompiledXPath> known(500);
    if (const CompiledXPath *found = known.object(expression))
        return found->get();
    auto *fresh = new CompiledXPath(xmlXPathCompile(utf8(expression.toUtf8().constData())), &xmlXPathFreeCompExpr);
    xmlXPathCompExprPtr result = fresh->get();
    known.insert(expression, fresh);
    return result;
}

// has-class('name'): of the context node, as the CSS selector .name means it. Written out in XPath 1.0,
// contains(concat(' ', normalize-space(@class), ' '), ' name ') makes six texts for every element of a page.
void hasClass(xmlXPathParserContextPtr parser, int arguments)
{
    if (arguments != 1) {
        xmlXPathSetArityError(parser);
        return;
    }
    xmlChar *name = xmlXPathPopString(parser);
    const QByteArrayView wanted(reinterpret_cast<const char *>(name));
    bool found = false;
    xmlNodePtr node = parser->context->node;
    xmlAttrPtr attribute = node && node->type == XML_ELEMENT_NODE ? xmlHasProp(node, utf8("class")) : nullptr;
    if (attribute && attribute->children && attribute->children->content) {
        const QByteArrayView classes(reinterpret_cast<const char *>(attribute->children->content));
        const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; };
        for (qsizetype at = 0; at < classes.size() && !found;) {
            qsizetype end = at;
            while (end < classes.size() && !isSpace(classes.at(end)))
                ++end;
            found = !wanted.isEmpty() && classes.sliced(at, end - at) == wanted;
            at = end + 1;
        }
    }
    xmlFree(name);
    xmlXPathReturnBoolean(parser, found);
}

// One context for a thread: making one registers every function of the language.
xmlXPathContextPtr contextFor(xmlDocPtr document)
{
    static thread_local const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context = [] {
        xmlXPathContextPtr fresh = xmlXPathNewContext(nullptr);
        xmlXPathRegisterFunc(fresh, utf8("has-class"), &hasClass);
        return std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)>(fresh, &xmlXPathFreeContext);
    }();
    context->doc = document;
    context->node = nullptr;
    return context.get();
}

xmlNodePtr childNamed(xmlNodePtr parent, const char *name)
{
    for (xmlNodePtr child = parent ? parent->children : nullptr; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && xmlStrEqual(child->name, utf8(name)))
            return child;
    }
    return nullptr;
}

} // namespace

HtmlPage::HtmlPage(const QByteArray &bytes)
    : d(std::make_unique<Private>())
{
    const QByteArray text = asUtf8(bytes);
    Arena arena;
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.allocator = &Arena::allocate;
    options.deallocator = &Arena::release;
    options.userdata = &arena;
    GumboOutput *output = gumbo_parse_with_options(&options, text.constData(), std::size_t(text.size()));
    d->document = xmlNewDoc(utf8("1.0"));
    d->document->dict = xmlDictCreate();   // names are kept once; freed with the document
    build(d->document, output->root);
    // The parse tree ends with the arena; taking it down node by node would only walk it.
}

HtmlPage::~HtmlPage() = default;

Result<QList<HtmlPage::Match>> HtmlPage::xpath(const QString &expression, Html html) const
{
    xmlSetStructuredErrorFunc(nullptr, &ignoreErrors);
    xmlXPathCompExprPtr path = compiled(expression);
    xmlXPathObjectPtr object = path ? xmlXPathCompiledEval(path, contextFor(d->document)) : nullptr;
    if (!object)
        return Error { 2, u"“%1” is no XPath 1.0 expression"_s.arg(expression) };
    QList<Match> matches;
    if (object->type == XPATH_NODESET) {
        for (int i = 0; object->nodesetval && i < object->nodesetval->nodeNr; ++i)
            matches.append(d->matchOf(object->nodesetval->nodeTab[i], html));
    } else {
        xmlChar *text = xmlXPathCastToString(object);
        matches.append({ fromXml(text), {}, 0, {} });
        xmlFree(text);
    }
    xmlXPathFreeObject(object);
    return matches;
}

Result<bool> HtmlPage::checkXPath(const QString &expression)
{
    xmlSetStructuredErrorFunc(nullptr, &ignoreErrors);
    if (!compiled(expression))
        return Error { 2, u"“%1” is no XPath 1.0 expression"_s.arg(expression) };
    return true;
}

Result<QList<HtmlPage::Match>> HtmlPage::css(const QString &selector, Html html) const
{
    // A suite asks thousands of pages the same few questions.
    static thread_local QCache<QString, QString> translated(500);
    QString *path = translated.object(selector);
    if (!path) {
        const Result<QString> fresh = cssToXPath(selector);
        if (!fresh)
            return fresh.error();
        path = new QString(*fresh);
        translated.insert(selector, path);
    }
    return xpath(*path, html);
}

QString HtmlPage::title() const
{
    xmlNodePtr title = childNamed(childNamed(xmlDocGetRootElement(d->document), "head"), "title");
    return title ? d->matchOf(title, Html::No).text : QString();
}

int HtmlPage::countOfClass(const QString &name) const
{
    const Result<QList<Match>> matches = css(u'.' + name);
    return matches ? int(matches->size()) : 0;
}

} // namespace greenroom
